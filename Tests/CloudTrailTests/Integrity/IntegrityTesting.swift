import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// Verifies chains of digests and compares the results. The chain of a test has nine digests and sixteen log files.
protocol IntegrityTesting {}

extension IntegrityTesting {
  func verify(
    _ chain: DigestChain, metadata: DigestChain.Metadata = .newest, keys: [SigningKey]? = [.first],
    bucket: String? = nil, folderPerBucket: Bool = false, options: IntegrityVerifier.Options = .init()
  ) async throws -> IntegrityReport {
    let folder = try TemporaryFolder()
    try chain.save(in: folder, metadata: metadata, folderPerBucket: folderPerBucket)
    return try await verify(folder.url.path, keys: keys, bucket: bucket, options: options)
  }

  func verify(
    _ path: String, keys: [SigningKey]? = [.first], bucket: String? = nil,
    options: IntegrityVerifier.Options = .init()
  ) async throws -> IntegrityReport {
    let mirror = try LocalMirror(path: path, bucket: bucket)
    return try await IntegrityVerifier(source: mirror, keys: keys.map(Self.set), options: options).verify()
  }

  static func set(_ keys: [SigningKey]) -> PublicKeySet {
    var set = PublicKeySet()
    for key in keys { set.add(fingerprint: key.fingerprint, base64: key.publicKey) }
    return set
  }

  func counts(_ valid: Int, invalid: Int = 0, missing: Int = 0, unverified: Int = 0)
    -> VerificationCounts
  {
    var counts = VerificationCounts()
    (counts.valid, counts.invalid) = (valid, invalid)
    (counts.missing, counts.unverified) = (missing, unverified)
    return counts
  }

  func reasons(_ report: IntegrityReport, _ key: String) -> [IntegrityReason?] {
    report.chains.flatMap(\.digests).filter { $0.location.key == key }.map(\.reason)
      + report.chains.flatMap(\.logs).filter { $0.location.key == key }.map(\.reason)
  }
}
