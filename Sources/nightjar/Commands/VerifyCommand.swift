import AWS
import ArgumentParser
import CloudTrail
import Events
import Foundation
import Inputs

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

  @OptionGroup(title: "Output") var output: VerifyOutputOptions

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
    if let since, let until, since.time >= until.time {
      throw ValidationError("--since must be before --until")
    }
    if isInS3, bucket != nil { throw ValidationError("--bucket has no meaning with s3://") }
    if isInS3, s3Bucket.isEmpty { throw ValidationError("name a bucket: s3://BUCKET/PREFIX") }
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

  private var isInS3: Bool { path.hasPrefix("s3://") }
  private var s3Bucket: String { String(path.dropFirst(5).prefix { $0 != "/" }) }
  private var s3Prefix: String { String(path.dropFirst(5 + s3Bucket.count).drop { $0 == "/" }) }

  private func verify(_ keys: PublicKeySet?) throws -> IntegrityReport {
    do {
      return isInS3 ? try verifyS3(keys) : try verifyMirror(keys)
    } catch let error as DigestSourceError {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    } catch let error as AWSError {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }

  private func verifyMirror(_ keys: PublicKeySet?) throws -> IntegrityReport {
    let mirror = try LocalMirror(path: path, bucket: bucket)
    let verifier = IntegrityVerifier(source: mirror, keys: keys, options: options)
    let report = try Blocking.run { try await verifier.verify() }
    return IntegrityReport(
      chains: report.chains, unlisted: report.unlisted, problems: mirror.problems + report.problems)
  }

  private func verifyS3(_ given: PublicKeySet?) throws -> IntegrityReport {
    let (bucket, prefix, options) = (s3Bucket, s3Prefix, options)
    return try Blocking.run {
      // Keys are asked for in the region of each trail, and S3 says where a bucket is.
      let client = try await AWSClient.make(defaultRegion: "us-east-1")
      let source = S3DigestSource(client: client, bucket: bucket, prefix: prefix)
      let keys: PublicKeySet
      if let given {
        keys = given
      } else {
        keys = try await PublicKeySet.ofCloudTrail(for: source.digests(), client: client)
      }
      return try await IntegrityVerifier(source: source, keys: keys, options: options).verify()
    }
  }

  private var options: IntegrityVerifier.Options {
    var options = IntegrityVerifier.Options()
    options.since = since?.time
    options.until = until?.time
    options.width = threads ?? ProcessInfo.processInfo.activeProcessorCount
    return options
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
