public import Events
import Foundation
import Storage

/// The time, and waiting for it. A value, so that tests bring their own.
public struct EngineClock: Sendable {
  /// The present.
  public let now: @Sendable () -> Timestamp
  /// Returns at a time, or earlier when the task is cancelled.
  public let sleep: @Sendable (_ until: Timestamp) async -> Void

  /// A clock.
  public init(
    now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (_ until: Timestamp) async -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The clock of the system.
  public static let system = EngineClock(
    now: Store.Options.systemTime,
    sleep: { time in
      let nanoseconds = time.nanoseconds - Store.Options.systemTime().nanoseconds
      guard nanoseconds > 0 else { return }
      // A cancelled sleep returns early, as it should.
      try? await Task.sleep(nanoseconds: UInt64(nanoseconds))
    })
}

extension Duration {
  /// The length in nanoseconds.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
  }
}

extension Timestamp {
  /// The end of time.
  static let max = Timestamp(nanoseconds: .max)

  /// The time a number of seconds later.
  func advanced(seconds: Int64) -> Timestamp {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow2) = nanoseconds.addingReportingOverflow(product)
    return Timestamp(nanoseconds: overflow || overflow2 ? .max : sum)
  }
}
