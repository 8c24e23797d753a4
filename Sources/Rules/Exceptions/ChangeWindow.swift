public import Events
import Foundation

/// A time in which changes are announced and that comes again: days and hours on the clock of a place.
public struct ChangeWindow: Sendable, Hashable {
  private enum Days: Sendable, Hashable {
    /// Weekdays, Monday being 0.
    case weekdays(Set<Int64>)
    case recurrence(Recurrence)
  }

  /// A window may last this many seconds.
  static let maximumLength: Int64 = 31 * 86_400

  private let days: Days
  /// When it opens, in seconds since midnight.
  private let opening: Int64
  /// When it closes, in seconds since the midnight before it opens, on the clock.
  private let closing: Int64
  private let clock: LocalTime

  /// A window on weekdays.
  ///
  /// - Parameters:
  ///   - weekdays: The days on which it opens, Monday being 0.
  ///   - from: When it opens, in seconds since midnight.
  ///   - to: When it closes; not after `from` means on the next day.
  ///   - zone: The place.
  init(weekdays: Set<Int64>, from: Int64, to: Int64, zone: TimeZone) {
    days = .weekdays(weekdays)
    opening = from
    closing = to > from ? to : to + 86_400
    clock = LocalTime(zone: zone)
  }

  /// A window that recurs by a rule.
  init(_ recurrence: Recurrence, from: Int64, length: Int64, zone: TimeZone) {
    days = .recurrence(recurrence)
    opening = from
    closing = from + length
    clock = LocalTime(zone: zone)
  }

  /// Whether a time lies in the window; the end does not belong to it.
  public func contains(_ time: Timestamp) -> Bool {
    let today = clock.clock(at: time).day
    // A day early and late: clocks change.
    return (today - closing / 86_400 - 1...today + 1).contains { day in
      guard let window = window(openingOn: day) else { return false }
      return window.lowerBound <= time && time < window.upperBound
    }
  }

  /// The next times at which the window is open, that of a given time included.
  public func next(after time: Timestamp, count: Int) -> [Range<Timestamp>] {
    let today = clock.clock(at: time).day
    let first = today - closing / 86_400 - 1
    var found: [Range<Timestamp>] = []
    for day in first...(first + 3_700) where found.count < count {
      if let window = window(openingOn: day), window.upperBound > time { found.append(window) }
    }
    return found
  }

  private func window(openingOn day: Int64) -> Range<Timestamp>? {
    let opens =
      switch days {
      case .weekdays(let weekdays): weekdays.contains(Recurrence.weekday(day))
      case .recurrence(let recurrence): recurrence.includes(day)
      }
    guard opens, let start = clock.time(day: day, second: opening, last: false),
      let end = clock.time(day: day + closing / 86_400, second: closing % 86_400, last: true), start < end
    else { return nil }
    return start..<end
  }
}
