import ArgumentParser
import CloudTrail
import Events
import Foundation

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that CloudTrail files are what CloudTrail delivered, and that none is gone.",
    discussion: """
      Walks the chains of digests in a local copy of a bucket, checks their signatures with saved public keys, and the
      hash of every log file that they list. Needs no network.

      EXAMPLES:
        aws s3 sync s3://trail-bucket ./mirror
        aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-10-01 --end-time 2026-11-01 > keys.json
        nightjar verify ./mirror --public-keys keys.json
        nightjar verify ./mirror --public-keys keys.json --output ndjson     findings as alerts

      EXIT STATUS:
        0 complete; 4 something is altered, gone or unreadable, or for some time there are no digests
      """)

  @Argument(
    help: ArgumentHelp(
      "A local copy of a bucket (with its folder AWSLogs), a folder inside of it, or a folder of such copies.",
      valueName: "path"))
  var path: String

  @Option(
    help: ArgumentHelp(
      "The answer of aws cloudtrail list-public-keys; may be given several times, for each home region.",
      valueName: "file"))
  var publicKeys: [String] = []

  @Option(help: "The bucket that the copy was made of; without it the digests are taken at their word.")
  var bucket: String?

  @Option(help: ArgumentHelp("Verify only digests that end at or after this time.", valueName: "time"))
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Verify only digests up to this time.", valueName: "time"))
  var until: TimeArgument?

  @Option(
    help: ArgumentHelp("How many files are read at once (default: one for each processor).", valueName: "n"))
  var threads: Int?

  @OptionGroup(title: "Output") var output: VerifyOutputOptions

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
    if let since, let until, since.time >= until.time {
      throw ValidationError("--since must be before --until")
    }
    if path.hasPrefix("s3://") {
      throw ValidationError("verify reads local copies; make one with aws s3 sync \(path) ./mirror")
    }
  }

  func run() throws {
    try output.file.check()
    let keys = try readKeys()
    let report = try verify(keys)
    try output.print(report, now: .now)
    if !output.quiet { Output.error(VerifyText.summary(report).map { $0 + "\n" }.joined()) }
    for problem in report.problems { Output.error("nightjar: \(problem)\n") }
    if report.chains.isEmpty {
      Output.error(
        "nightjar: \(path): no digests; a copy of a bucket has them below AWSLogs/…/CloudTrail-Digest\n")
    }
    guard report.isComplete else { throw Exit.incomplete }
  }

  private func verify(_ keys: PublicKeySet?) throws -> IntegrityReport {
    do {
      let mirror = try LocalMirror(path: path, bucket: bucket)
      var options = IntegrityVerifier.Options()
      options.since = since?.time
      options.until = until?.time
      options.width = threads ?? ProcessInfo.processInfo.activeProcessorCount
      let verifier = IntegrityVerifier(source: mirror, keys: keys, options: options)
      let report = try Blocking.run { try await verifier.verify() }
      return IntegrityReport(
        chains: report.chains, unlisted: report.unlisted, problems: mirror.problems + report.problems)
    } catch let error as DigestSourceError {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    }
  }

  private func readKeys() throws -> PublicKeySet? {
    guard !publicKeys.isEmpty else { return nil }
    var keys = PublicKeySet()
    do {
      for path in publicKeys {
        try keys.add(listPublicKeys: Array(try Data(contentsOf: URL(filePath: path))), from: path)
      }
    } catch let error as PublicKeyError {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    } catch {
      Output.error("nightjar: \(publicKeys.joined(separator: ", ")): \(error.localizedDescription)\n")
      throw Exit.configuration
    }
    return keys
  }
}
