import Events
import OrderedCollections
import Synchronization

/// Counts failures by key, and refuses keys that failed too often until time has passed.
///
/// Each key has a bucket of tries that refills steadily. So many keys are remembered that an attacker with many addresses
/// cannot fill the memory; the oldest are forgotten.
final class RateLimiter: Sendable {
  private struct Bucket {
    var failures: Double
    var at: Timestamp
  }

  private let allowed: Double
  private let refill: Int64
  private let maximumKeys: Int
  private let buckets = Mutex<OrderedDictionary<String, Bucket>>([:])

  /// A limiter.
  ///
  /// - Parameters:
  ///   - allowed: How many failures are allowed at once.
  ///   - refill: After how many nanoseconds one failure is forgotten.
  ///   - maximumKeys: How many keys are remembered.
  init(allowed: Int, refill: Int64, maximumKeys: Int = 10_000) {
    self.allowed = Double(allowed)
    self.refill = refill
    self.maximumKeys = maximumKeys
  }

  /// How many seconds a key must wait; nil when it need not.
  func wait(_ key: String, at now: Timestamp) -> Int? {
    buckets.withLock { buckets in
      guard let bucket = buckets[key] else { return nil }
      let failures = Self.remaining(bucket, now, refill)
      guard failures > allowed - 1 else { return nil }
      return max(1, Int(((failures - allowed + 1) * Double(refill) / 1e9).rounded(.up)))
    }
  }

  /// Notes a failure.
  func fail(_ key: String, at now: Timestamp) {
    buckets.withLock { buckets in
      let failures = buckets.removeValue(forKey: key).map { Self.remaining($0, now, refill) } ?? 0
      if buckets.count >= maximumKeys { buckets.removeFirst(maximumKeys / 10) }
      buckets[key] = Bucket(failures: min(failures + 1, allowed), at: now)
    }
  }

  /// Forgets the failures of a key.
  func succeed(_ key: String) {
    buckets.withLock { _ = $0.removeValue(forKey: key) }
  }

  private static func remaining(_ bucket: Bucket, _ now: Timestamp, _ refill: Int64) -> Double {
    let passed = Double(now.nanoseconds - bucket.at.nanoseconds) / Double(refill)
    return max(0, bucket.failures - max(0, passed))
  }
}
