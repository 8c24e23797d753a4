import ArgumentParser
import CloudTrail
import Foundation

/// Whether alerts say how far their log files are proved.
struct IntegrityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Verify CloudTrail's digests and say of each alert whether its log files are what CloudTrail delivered: a local copy of the bucket with its digests, or s3://BUCKET/PREFIX.",
      valueName: "path"))
  var verify: String?

  @Option(
    help: ArgumentHelp(
      "For --verify: the answer of aws cloudtrail list-public-keys; may be given several times.",
      valueName: "file"))
  var publicKeys: [String] = []

  func validate() throws {
    guard let verify else {
      if !publicKeys.isEmpty { throw ValidationError("--public-keys belongs to --verify") }
      return
    }
    if verify.hasPrefix("s3://"), IntegrityRun.bucket(of: verify).isEmpty {
      throw ValidationError("--verify: name a bucket: s3://BUCKET/PREFIX")
    }
  }

  /// What the digests say; nil when nobody asks.
  func report(_ aws: AWSCommandOptions, width: Int, isQuiet: Bool) throws -> IntegrityReport? {
    guard let verify else { return nil }
    var run = IntegrityRun(path: verify, publicKeys: publicKeys)
    run.options.width = width
    run.aws = aws.options
    let report = try run.report()
    if !isQuiet { Output.error(VerifyText.summary(report).map { $0 + "\n" }.joined()) }
    for problem in report.problems { Output.error("nightjar: \(problem)\n") }
    if report.chains.isEmpty { Output.error("nightjar: \(verify): no digests\n") }
    return report
  }
}
