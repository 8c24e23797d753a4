/// How often a delivery is tried.
///
/// The pause before each further try is a random part of a bound that doubles: "full jitter"
/// (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/).
public struct RetryPolicy: Sendable, Hashable {
  /// How many tries there are before a delivery is given up.
  public var attempts = 12
  /// The bound of the first pause.
  public var base = Duration.seconds(5)
  /// The bound of the longest pause.
  public var cap = Duration.seconds(3600)

  /// Twelve tries, with pauses up to an hour.
  public init() {}

  /// The pause after so many tries.
  ///
  /// - Parameters:
  ///   - tries: How many failed, at least 1.
  ///   - wish: How long the sink asked to be left alone; at most the cap is granted.
  ///   - random: A number from 0 to 1.
  /// - Returns: The pause, at least a second.
  public func pause(after tries: Int, wish: Duration?, random: Double) -> Duration {
    var bound = base
    for _ in 1..<max(1, min(tries, 64)) where bound < cap { bound *= 2 }
    bound = min(bound, cap)
    let part = Duration.nanoseconds(Int64(Double(bound.nanoseconds) * min(1, max(0, random))))
    return max(.seconds(1), part, min(wish ?? .zero, cap))
  }
}
