import Events

/// Calculations with dates of the proleptic Gregorian calendar in UTC.
extension Timestamp {
  private static let day: Int64 = 86_400_000_000_000

  /// The beginning of the span that the time lies in. Weeks begin on Monday.
  func truncated(to span: Value) -> Timestamp? {
    switch span {
    case .duration(let length):
      guard length > 0 else { return nil }
      let week: Int64 = 7 * Self.day
      // 1970-01-05 was the first Monday.
      let anchor: Int64 = length % week == 0 ? 4 * Self.day : 0
      let offset = nanoseconds - anchor
      let remainder = offset % length
      return Timestamp(nanoseconds: nanoseconds - (remainder < 0 ? remainder + length : remainder))
    case .period(let months):
      guard months > 0 else { return nil }
      let date = Timestamp.date(days: daysAndRest.days)
      let total = date.year * 12 + date.month - 1
      let start =
        months % 12 == 0 ? (date.year - (date.year - 1) % (months / 12)) * 12 : total - total % months
      return .from(days: Timestamp.days(year: start / 12, month: start % 12 + 1, day: 1))
    default: return nil
    }
  }

  private static let lengths: [(names: Set<String>, length: Int64)] = [
    (["nanosecond", "nanoseconds", "ns"], 1), (["microsecond", "microseconds", "mcs"], 1000),
    (["millisecond", "milliseconds", "ms"], 1_000_000), (["second", "seconds", "ss", "s"], 1_000_000_000),
    (["minute", "minutes", "mi", "n"], 60_000_000_000), (["hour", "hours", "hh"], 3_600_000_000_000),
    (["day", "days", "dd", "d", "weekday", "weekdays", "dw", "dayofyear", "dy", "y"], 86_400_000_000_000),
    (["week", "weeks", "wk", "ww"], 604_800_000_000_000),
  ]
  private static let monthLengths: [(names: Set<String>, length: Int64)] = [
    (["month", "months", "mm", "m"], 1), (["quarter", "quarters", "qq", "q"], 3),
    (["year", "years", "yyyy", "yy"], 12),
  ]

  /// How many whole units lie between two times; nil when the unit is unknown.
  static func difference(_ unit: String, _ first: Timestamp, _ last: Timestamp) -> Int64? {
    let name = unit.lowercased()
    if let row = lengths.first(where: { $0.names.contains(name) }) {
      let (difference, overflow) = last.nanoseconds.subtractingReportingOverflow(first.nanoseconds)
      return overflow ? nil : difference / row.length
    }
    guard let row = monthLengths.first(where: { $0.names.contains(name) }) else { return nil }
    return months(first, last) / row.length
  }

  private static func months(_ first: Timestamp, _ last: Timestamp) -> Int64 {
    if last < first { return -months(last, first) }
    let (a, b) = (Timestamp.date(days: first.daysAndRest.days), Timestamp.date(days: last.daysAndRest.days))
    let months = (b.year - a.year) * 12 + b.month - a.month
    let isShort = (b.day, last.daysAndRest.rest) < (a.day, first.daysAndRest.rest)
    return isShort ? months - 1 : months
  }

  /// A part of the date by its name in Java's `ChronoField`, in lower case; nil when the name is unknown.
  func part(_ name: String) -> Int64? {
    let (days, rest) = daysAndRest
    let date = Timestamp.date(days: days)
    switch name {
    case "year", "year_of_era": return date.year
    case "month_of_year": return date.month
    case "proleptic_month": return date.year * 12 + date.month - 1
    case "day_of_month": return date.day
    case "day_of_year": return days - Timestamp.days(year: date.year, month: 1, day: 1) + 1
    case "day_of_week": return ((days + 3) % 7 + 7) % 7 + 1
    case "epoch_day": return days
    case "hour_of_day", "clock_hour_of_day": return rest / 3_600_000_000_000
    case "minute_of_hour": return rest / 60_000_000_000 % 60
    case "minute_of_day": return rest / 60_000_000_000
    case "second_of_minute": return rest / 1_000_000_000 % 60
    case "second_of_day": return rest / 1_000_000_000
    case "milli_of_second": return rest / 1_000_000 % 1000
    case "milli_of_day": return rest / 1_000_000
    case "nano_of_second": return rest % 1_000_000_000
    case "ampm_of_day": return rest >= Self.day / 2 ? 1 : 0
    case "aligned_week_of_month": return (date.day - 1) / 7 + 1
    default: return nil
    }
  }
}
