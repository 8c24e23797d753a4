/// How often and after what pause a failed call is made again: exponential back-off with full jitter.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
public struct AWSRetryPolicy: Sendable, Hashable {
  /// The most calls in all, the first among them.
  public var maximumAttempts: Int
  /// The longest pause after the first failure; it doubles with each further one.
  public var base: Duration
  /// No pause is longer.
  public var cap: Duration

  /// A policy.
  public init(maximumAttempts: Int = 5, base: Duration = .milliseconds(200), cap: Duration = .seconds(20)) {
    self.maximumAttempts = max(1, maximumAttempts)
    self.base = base
    self.cap = cap
  }

  /// No second try.
  public static let never = AWSRetryPolicy(maximumAttempts: 1)

  /// The pause after a number of failures.
  ///
  /// - Parameters:
  ///   - failures: How often the call has failed, at least once.
  ///   - retryAfter: What the service asked for; at least that long is waited, but no longer than `cap`.
  ///   - random: A number from 0 up to but not including 1.
  /// - Returns: How long to wait.
  public func pause(failures: Int, retryAfter: Duration?, random: Double) -> Duration {
    let doublings = min(max(failures - 1, 0), 30)
    let ceiling = min(cap, base * (1 << doublings))
    return max(min(retryAfter ?? .zero, cap), ceiling * random)
  }
}
