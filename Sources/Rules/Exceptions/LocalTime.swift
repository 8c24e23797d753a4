import Events
import Foundation

/// Times on the clock of a place, with its changes between summer and winter.
struct LocalTime: Sendable, Hashable {
  let zone: TimeZone

  private static let second: Int64 = 1_000_000_000
  private static let day: Int64 = 86_400

  private func offset(_ seconds: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
  }

  /// The days since 1970-01-01 and the seconds since midnight that the clock shows at a time.
  func clock(at time: Timestamp) -> (day: Int64, second: Int64) {
    let seconds = Self.floorDivide(time.nanoseconds, Self.second)
    let local = seconds + offset(seconds)
    let day = Self.floorDivide(local, Self.day)
    return (day, local - day * Self.day)
  }

  /// The time at which the clock shows a day and second. A second that the clock skips is the moment of the change; of one
  /// that it shows twice it is the first or the last.
  func time(day: Int64, second: Int64, last: Bool) -> Timestamp? {
    let local = day * Self.day + second
    let (before, after) = (offset(local - Self.day), offset(local + Self.day))
    let found = Set([before, after]).map { local - $0 }.filter { $0 + offset($0) == local }.sorted()
    let seconds =
      (last ? found.last : found.first) ?? change(between: local - Self.day, and: local + Self.day)
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: Self.second)
    return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
  }

  /// The first second at which the later offset holds.
  private func change(between first: Int64, and last: Int64) -> Int64 {
    let target = offset(last)
    var (low, high) = (first, last)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if offset(middle) == target { high = middle } else { low = middle }
    }
    return high
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
