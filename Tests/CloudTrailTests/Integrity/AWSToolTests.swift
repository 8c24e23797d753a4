import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// The results of `aws cloudtrail validate-logs`, whose own code runs over the same files, next to ours.
@Suite struct AWSToolTests {
  /// Whether the AWS command line tool is installed for Python.
  static let isInstalled: Bool = {
    let status = try? Self.python(["-c", "import awscli.customizations.cloudtrail.validation"]).status
    if status != 0 { print("SKIPPED: awscli is not installed, nothing compares our results with the tool's") }
    return status == 0
  }()

  private static func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: Python.path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.start()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// The tool's counts and ours over a chain with the metadata of all digests.
  private func compare(
    _ chains: [DigestChain], keys: [SigningKey] = [.first], bucket: String = "trail-bucket"
  ) async throws -> [Int] {
    let folder = try TemporaryFolder()
    for chain in chains { try chain.save(in: folder, metadata: .all) }
    var set = PublicKeySet()
    let list = SigningKey.list(keys)
    try set.add(listPublicKeys: Array(list.utf8), from: "keys.json")
    let mirror = try LocalMirror(path: folder.url.path)
    let report = try await IntegrityVerifier(source: mirror, keys: set).verify()
    let (digests, backfill, logs) = (report.digestCounts, report.backfillCounts, report.logCounts)
    let ours = [digests, backfill, logs].flatMap { [$0.valid, $0.invalid + $0.missing] }

    let keyFolder = try TemporaryFolder()
    let result = try Self.python([
      SharedData.repository.appending(path: "scripts/aws-validate-logs.py").path, folder.url.path,
      keyFolder.write("keys.json", list), bucket,
      "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit_trail", "eu-west-1", "2026-10-01T00:00:00Z",
      "2026-11-01T00:00:00Z",
    ])
    #expect(result.status == 0)
    let answer = try JSONReader.read(result.output)
    let theirs = ["digests", "backfill_digests", "logs"].flatMap { name in
      ["valid", "invalid"].map { answer["\($0)_\(name)"]?.integer ?? -1 }
    }
    #expect(ours == theirs)
    return theirs
  }

  @Test(.enabled(if: isInstalled)) func anUndamagedChain() async throws {
    #expect(try await compare([DigestChain()]) == [9, 0, 0, 0, 16, 0])
    var options = DigestChain.Options()
    options.isBackfill = true
    options.hours = 3
    #expect(try await compare([DigestChain(), DigestChain(options)]) == [9, 0, 3, 0, 22, 0])
    options = DigestChain.Options()
    options.newChains = [4]
    options.keys = [6: .second]
    #expect(try await compare([DigestChain(options)], keys: [.first, .second]) == [9, 0, 0, 0, 16, 0])
    options = DigestChain.Options()
    options.buckets = [5: "newer-bucket"]
    #expect(try await compare([DigestChain(options)], bucket: "newer-bucket") == [9, 0, 0, 0, 16, 0])
  }

  @Test(.enabled(if: isInstalled)) func missingAndAlteredFiles() async throws {
    var chain = DigestChain()
    chain.objects[chain.logs[1][0]] = nil
    chain.objects[chain.logs[2][0]] = Gzip.compress(Array("{}".utf8))
    chain.objects[chain.logs[2][1]] = Array("text".utf8)
    #expect(try await compare([chain]) == [9, 0, 0, 0, 13, 3])

    chain = DigestChain()
    chain.objects[chain.digests[4]] = nil
    #expect(try await compare([chain]) == [8, 1, 0, 0, 14, 0])

    chain = DigestChain()
    var document = try chain.document(of: chain.digests[4])
    document["logFiles"] = []
    chain.store(digest: chain.digests[4], document, signedWith: nil)
    #expect(try await compare([chain]) == [8, 1, 0, 0, 14, 0])

    chain = DigestChain()
    chain.objects[chain.digests[8]] = Array("text".utf8)
    #expect(try await compare([chain]) == [8, 1, 0, 0, 14, 0])

    var options = DigestChain.Options()
    options.keys = [5: .second]
    #expect(try await compare([DigestChain(options)]) == [5, 4, 0, 0, 8, 0])
  }
}
