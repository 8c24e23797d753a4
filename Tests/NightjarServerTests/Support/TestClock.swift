import Events
import Synchronization

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
  private let time: Mutex<Int64>

  init(_ text: String = "2026-10-14T12:00:00Z") {
    time = Mutex((Timestamp(text) ?? Timestamp(nanoseconds: 0)).nanoseconds)
  }

  var now: Timestamp { Timestamp(nanoseconds: time.withLock { $0 }) }

  func advance(seconds: Double) {
    time.withLock { $0 += Int64(seconds * 1e9) }
  }
}
