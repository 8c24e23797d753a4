/// Days and months of the proleptic Gregorian calendar in UTC.
extension Timestamp {
  private static let day: Int64 = 86_400_000_000_000

  /// The days since the epoch and the nanoseconds since midnight.
  public var daysAndRest: (days: Int64, rest: Int64) {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: Self.day)
    return remainder < 0 ? (quotient - 1, remainder + Self.day) : (quotient, remainder)
  }

  /// A time from days since the epoch and nanoseconds since midnight; nil outside the range.
  public static func from(days: Int64, rest: Int64 = 0) -> Timestamp? {
    let (scaled, overflow) = days.multipliedReportingOverflow(by: day)
    let (total, overflow2) = scaled.addingReportingOverflow(rest)
    return overflow || overflow2 ? nil : Timestamp(nanoseconds: total)
  }

  /// The time some months later; the day is the last of the month where the month is too short. Nil outside
  /// the years 1 to 9999.
  public func adding(months: Int64) -> Timestamp? {
    let (days, rest) = daysAndRest
    let date = Timestamp.date(days: days)
    let (total, overflow) = (date.year * 12 + date.month - 1).addingReportingOverflow(months)
    guard !overflow, total >= 12, total < 120_000 else { return nil }
    let (year, month) = (total / 12, total % 12 + 1)
    let day = min(date.day, Timestamp.days(inMonth: month, of: year))
    return .from(days: Timestamp.days(year: year, month: month, day: day), rest: rest)
  }
}
