import ArgumentParser
import CloudTrail
import Events
import Foundation
import Inputs
import Storage

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that CloudTrail files are what CloudTrail delivered, and that none is gone.",
    discussion: """
      Walks the chains of digests in a local copy of a bucket or in S3, checks their signatures with the public keys of
      CloudTrail, and the hash of every log file that they list. With a local copy and saved keys it needs no network.

      EXAMPLES:
        nightjar verify s3://trail-bucket
        aws s3 sync s3://trail-bucket ./mirror
        aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-10-01 --end-time 2026-11-01 > keys.json
        nightjar verify ./mirror --public-keys keys.json
        nightjar verify ./mirror --public-keys keys.json --output ndjson     findings as alerts
        nightjar verify s3://trail-bucket --data ./nightjar-data             alerts of a server say what was found

      EXIT STATUS:
        0 complete; 4 something is altered, gone or unreadable, or for some time there are no digests
      """)

  @Argument(
    help: ArgumentHelp(
      "A local copy of a bucket (with its folder AWSLogs), a folder inside of it, a folder of such copies, or s3://BUCKET/PREFIX.",
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

  @Option(
    help: ArgumentHelp(
      "The data folder of a server: its alerts say from now on whether their log files are proved.",
      valueName: "folder"))
  var data: String?

  @OptionGroup(title: "AWS") var aws: AWSCommandOptions

  @OptionGroup(title: "Output") var output: VerifyOutputOptions

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
    if let since, let until, since.time >= until.time {
      throw ValidationError("--since must be before --until")
    }
    if isInS3, bucket != nil { throw ValidationError("--bucket has no meaning with s3://") }
    if isInS3, IntegrityRun.bucket(of: path).isEmpty {
      throw ValidationError("name a bucket: s3://BUCKET/PREFIX")
    }
  }

  func run() throws {
    try output.file.check()
    let report = try IntegrityRun(
      path: path, publicKeys: publicKeys, bucket: bucket, aws: aws.options, options: options
    )
    .report()
    try output.print(report, now: .now)
    if !output.quiet { Output.error(VerifyText.summary(report).map { $0 + "\n" }.joined()) }
    for problem in report.problems { Output.error("nightjar: \(problem)\n") }
    if report.chains.isEmpty {
      Output.error(
        "nightjar: \(path): no digests; a copy of a bucket has them below AWSLogs/…/CloudTrail-Digest\n")
    }
    try tellAlerts(report)
    guard report.isComplete else { throw Exit.incomplete }
  }

  private var isInS3: Bool { path.hasPrefix("s3://") }

  private var options: IntegrityVerifier.Options {
    var options = IntegrityVerifier.Options()
    options.since = since?.time
    options.until = until?.time
    options.width = threadCount
    return options
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Says it of the alerts of a store, as far as their events stand in log files that were looked at.
  private func tellAlerts(_ report: IntegrityReport) throws {
    guard let data else { return }
    let store: Store
    do {
      guard FileManager.default.fileExists(atPath: "\(data)/\(Store.fileName)") else {
        Output.error("nightjar: \(data) holds no store; name the data folder of a server\n")
        throw Exit.configuration
      }
      store = try Store(folder: URL(filePath: data))
    } catch let error as StoreError {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
    let told = StoredIntegrity(
      store: store, index: VerificationIndex(report), list: aws.find([path], ahead: max(8, 2 * threadCount)),
      threads: threadCount)
    do {
      let counts = try told.run()
      let words = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      if !output.quiet {
        Output.error("alerts that say so now: \(words.isEmpty ? "none" : words.joined(separator: ", "))\n")
      }
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    }
  }
}
