public import Events
import Synchronization

/// A clock that goes on only when it is told to.
public final class TestClock: Sendable {
  private let nanoseconds: Mutex<Int64>

  /// A clock that shows a time; without one, 2026-03-01T00:00:00Z.
  public init(_ start: Timestamp = Timestamp(nanoseconds: 1_772_323_200_000_000_000)) {
    nanoseconds = Mutex(start.nanoseconds)
  }

  /// Reads the clock.
  public var now: @Sendable () -> Timestamp {
    { self.nanoseconds.withLock { Timestamp(nanoseconds: $0) } }
  }

  /// Sets the clock.
  public func set(_ time: Timestamp) { nanoseconds.withLock { $0 = time.nanoseconds } }

  /// Lets seconds pass.
  public func advance(_ seconds: Int64) { nanoseconds.withLock { $0 += seconds * 1_000_000_000 } }
}
