import AWS
import CloudTrail
import Events
import Foundation
import Inputs

/// Verifies the digests of a local copy of a bucket, or of a bucket. What goes wrong is said, and ends the program.
struct IntegrityRun {
  /// The folder, or `s3://BUCKET/PREFIX`.
  let path: String
  /// Files with the public keys of CloudTrail.
  let publicKeys: [String]
  /// The bucket that the copy was made of.
  var bucket: String?
  /// How AWS is reached.
  var aws = AWSOptions()
  var options = IntegrityVerifier.Options()

  /// Verifies.
  func report() throws -> IntegrityReport {
    let keys = try readKeys()
    do {
      return path.hasPrefix("s3://") ? try verifyS3(keys) : try verifyMirror(keys)
    } catch let error as DigestSourceError {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    } catch let error as AWSError {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }

  /// The bucket of an `s3://` path.
  static func bucket(of path: String) -> String { String(path.dropFirst(5).prefix { $0 != "/" }) }

  private func verifyMirror(_ keys: PublicKeySet?) throws -> IntegrityReport {
    let mirror = try LocalMirror(path: path, bucket: bucket)
    let verifier = IntegrityVerifier(source: mirror, keys: keys, options: options)
    let report = try Blocking.run { try await verifier.verify() }
    return IntegrityReport(
      chains: report.chains, unlisted: report.unlisted, problems: mirror.problems + report.problems)
  }

  private func verifyS3(_ given: PublicKeySet?) throws -> IntegrityReport {
    let (bucket, options, aws) = (Self.bucket(of: path), options, aws)
    let prefix = String(path.dropFirst(5 + bucket.count).drop { $0 == "/" })
    return try Blocking.run {
      // Keys are asked for in the region of each trail, and S3 says where a bucket is.
      let client = try await AWSClient.make(aws, defaultRegion: "us-east-1")
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
