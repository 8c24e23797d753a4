import Engine
import Events
import Synchronization

/// A clock that tests move by hand.
final class ManualClock: Sendable {
  private let time: Mutex<Timestamp>

  init(_ text: String = "2026-10-14T10:00:00Z") {
    time = Mutex(Timestamp(text) ?? Timestamp(nanoseconds: 0))
  }

  var now: Timestamp { time.withLock { $0 } }

  func advance(seconds: Int64) {
    time.withLock { $0 = Timestamp(nanoseconds: $0.nanoseconds + seconds * 1_000_000_000) }
  }

  func set(_ new: Timestamp) { time.withLock { $0 = new } }

  var engineClock: EngineClock {
    EngineClock(now: { self.now }, sleep: { _ in await Task.yield() })
  }
}
