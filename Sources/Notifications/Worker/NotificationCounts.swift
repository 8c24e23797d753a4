import Synchronization

/// What the worker did since it began, for metrics.
public final class NotificationCounts: Sendable {
  /// The counts of a sink.
  public struct Counts: Sendable, Hashable {
    /// Deliveries that were sent.
    public var sent = 0
    /// Tries that failed and are repeated.
    public var failed = 0
    /// Deliveries that were given up.
    public var dead = 0
  }

  private let sinks = Mutex<[String: Counts]>([:])

  /// No counts.
  public init() {}

  /// The counts of all sinks that did something.
  public var all: [String: Counts] { sinks.withLock { $0 } }

  func add(_ sink: String, _ kind: any WritableKeyPath<Counts, Int> & Sendable) {
    sinks.withLock { $0[sink, default: Counts()][keyPath: kind] += 1 }
  }
}
