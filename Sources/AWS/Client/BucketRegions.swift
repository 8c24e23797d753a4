import Synchronization

/// The regions that S3 named for buckets that lie elsewhere than assumed.
final class BucketRegions: Sendable {
  private let known = Mutex<[String: String]>([:])

  func region(of bucket: String) -> String? { known.withLock { $0[bucket] } }

  func note(_ region: String, for bucket: String) { known.withLock { $0[bucket] = region } }
}
