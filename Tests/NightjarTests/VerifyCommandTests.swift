import Events
import Foundation
import TestSupport
import Testing

/// `nightjar verify` as users run it.
@Suite struct VerifyCommandTests {
  private let program = CommandLineTests()

  private func mirror(_ chain: DigestChain, _ metadata: DigestChain.Metadata = .newest) throws -> (
    folder: TemporaryFolder, arguments: [String]
  ) {
    let folder = try TemporaryFolder()
    try chain.save(in: folder, metadata: metadata)
    let keys = try folder.write("keys.json", SigningKey.list([.first]))
    return (folder, ["verify", folder.url.path, "--public-keys", keys])
  }

  @Test func aCompleteCopyEndsWithZero() throws {
    let (folder, arguments) = try mirror(DigestChain())
    let result = try program.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("trail audit_trail of us-east-1, account 111122223333, region eu-west-1"))
    #expect(
      result.errors.contains("digest files: 9 of 9 valid")
        && result.errors.contains("log files: 16 of 16 valid"))
    let json = try JSONReader.read(program.run(arguments + ["--output", "json", "-q"]).output)
    #expect(json["complete"] == true && json[path: "digests.valid"] == 9 && json[path: "logs.total"] == 16)
    #expect(json["chains"]?.array?[0]["digests"]?.array?.isEmpty == true)
    let named = try JSONReader.read(program.run(arguments + ["--output", "json", "-q", "--files"]).output)
    #expect(named["chains"]?.array?[0]["logs"]?.array?.count == 16)
    #expect(try program.run(arguments + ["--output", "ndjson", "-q"]).output.isEmpty)
    withExtendedLifetime(folder) {}
  }

  @Test func withoutMetadataTheNewestIsSaid() throws {
    let (folder, arguments) = try mirror(DigestChain(), .none)
    let result = try program.run(arguments)
    #expect(result.status == 0 && result.errors.contains("8 of 9 valid, 1 unverified"))
    #expect(result.output.contains("unverified digest") && result.output.contains(".metadata.json"))
    withExtendedLifetime(folder) {}
  }

  @Test func findingsAreAlertsAndEndWithFour() throws {
    var chain = DigestChain()
    chain.objects[chain.logs[2][0]] = Gzip.compress([])
    chain.objects[chain.logs[5][1]] = nil
    let (folder, arguments) = try mirror(chain)
    let result = try program.run(arguments + ["--output", "ndjson", "-q"])
    #expect(result.status == 4 && result.lines.count == 2 && result.errors.isEmpty)
    let alerts = try result.lines.map { try JSONReader.read(String($0)) }
    #expect(
      alerts.map { $0["kibana.alert.rule.rule_id"]?.string } == [
        "nightjar-integrity-log-missing", "nightjar-integrity-log-altered",
      ])
    #expect(alerts.allSatisfy { $0["kibana.alert.uuid"] != nil && $0["kibana.alert.reason"] != nil })
    let table = try program.run(arguments)
    #expect(table.output.contains("invalid log") && table.output.contains("missing log"))
    withExtendedLifetime(folder) {}
  }

  @Test func wrongUseIsSaid() throws {
    let (folder, arguments) = try mirror(DigestChain())
    #expect(try program.run(["verify", "/nowhere"]).status == 4)
    #expect(try program.run(["verify", folder.write("empty/x", "")]).status == 4)
    let empty = try program.run(["verify", folder.url.appending(path: "empty").path])
    #expect(empty.status == 4 && empty.errors.contains("no digests"))
    #expect(try program.run(["verify", folder.url.path, "--public-keys", "/nowhere"]).status == 3)
    #expect(
      try program.run(["verify", folder.url.path, "--public-keys", folder.write("k", "{}")]).status == 3)
    #expect(try program.run(["verify", "s3://bucket"]).status == 2)
    #expect(try program.run(arguments + ["--since", "now", "--until", "now-1d"]).status == 2)
    #expect(try program.run(arguments + ["--bucket", "another-bucket"]).status == 4)
    withExtendedLifetime(folder) {}
  }
}
