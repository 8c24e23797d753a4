import Events

extension Timestamp {
  /// The first and last moments that can be written.
  static let earliest = Timestamp(nanoseconds: .min)
  static let latest = Timestamp(nanoseconds: .max)

  /// The time so many seconds later, or at the end of the range.
  func adding(seconds: Int64) -> Timestamp {
    let (length, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow2) = nanoseconds.addingReportingOverflow(length)
    guard overflow || overflow2 else { return Timestamp(nanoseconds: sum) }
    return seconds < 0 ? .earliest : .latest
  }

  /// The seconds from this time to another.
  func seconds(to other: Timestamp) -> Int64 {
    let (length, overflow) = other.nanoseconds.subtractingReportingOverflow(nanoseconds)
    return overflow ? .max / 1_000_000_000 : length / 1_000_000_000
  }

  /// The time to the second in UTC, such as `2026-10-14 10:02:11`.
  var short: String {
    let text = description
    guard text.count >= 19 else { return text }
    return String(text.prefix(19)).replacing("T", with: " ")
  }

  /// The time of the day to the second, such as `10:02:11`.
  var clock: String { String(short.suffix(8)) }

  /// The weekday, 0 for Monday, and the hour in UTC.
  var weekdayAndHour: (weekday: Int64, hour: Int64) {
    let seconds = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    // 1970-01-01 was a Thursday.
    return (((day + 3) % 7 + 7) % 7, (seconds - day * 86_400) / 3600)
  }
}
