/// A point in time as nanoseconds since 1970-01-01T00:00:00Z, proleptic Gregorian, without leap seconds.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Nanoseconds since the epoch. The range is the years 1678 to 2262.
  public let nanoseconds: Int64

  /// A point in time.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// A point in time from whole milliseconds since the epoch; nil outside the range.
  public init?(milliseconds: Int64) {
    let (value, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow else { return nil }
    nanoseconds = value
  }

  /// Milliseconds since the epoch, rounded down.
  public var milliseconds: Int64 { nanoseconds.flooredQuotient(by: 1_000_000) }

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Timestamp {
  /// Parses ISO 8601 in the forms Elasticsearch's `strict_date_optional_time_nanos` takes: a year, optionally month,
  /// day, hour, minute, second, 1–9 digits of fraction and a zone (`Z` or an offset). No zone means UTC.
  /// The basic form `yyyyMMdd'T'HHmmss[.SSS]Z` is accepted too. Nil when the text is none of these.
  public init?(_ text: String) {
    var text = text
    guard let value = text.withUTF8({ Timestamp($0) }) else { return nil }
    self = value
  }

  /// Parses the bytes of an ISO 8601 text.
  public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var parser = TimestampParser(bytes: bytes)
    guard let value = parser.parse() else { return nil }
    self = value
  }

  /// The days from 1970-01-01 to a date of the proleptic Gregorian calendar.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
  public static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date that lies this many days after 1970-01-01 (`civil_from_days` of the same source).
  public static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The number of days of a month.
  public static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Timestamp: CustomStringConvertible {
  /// UTC with exactly three digits of fraction, as Elasticsearch prints dates: `2020-01-09T16:46:16.000Z`.
  public var description: String {
    let total = milliseconds
    let (quotient, remainder) = total.quotientAndRemainder(dividingBy: 86_400_000)
    let (days, rest) = remainder < 0 ? (quotient - 1, remainder + 86_400_000) : (quotient, remainder)
    let (year, month, day) = Self.date(days: days)
    var text: [UInt8] = []
    text.reserveCapacity(24)
    Self.append(year, 4, UInt8(ascii: "-"), to: &text)
    Self.append(month, 2, UInt8(ascii: "-"), to: &text)
    Self.append(day, 2, UInt8(ascii: "T"), to: &text)
    Self.append(rest / 3_600_000, 2, UInt8(ascii: ":"), to: &text)
    Self.append(rest / 60_000 % 60, 2, UInt8(ascii: ":"), to: &text)
    Self.append(rest / 1000 % 60, 2, UInt8(ascii: "."), to: &text)
    Self.append(rest % 1000, 3, UInt8(ascii: "Z"), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends a number with leading zeros, and what stands behind it.
  private static func append(
    _ value: Int64, _ width: Int, _ separator: UInt8, to text: inout [UInt8]
  ) {
    var unit: Int64 = 1
    for _ in 1..<width { unit *= 10 }
    while unit > 0 {
      text.append(UInt8(truncatingIfNeeded: 0x30 + value / unit % 10))
      unit /= 10
    }
    text.append(separator)
  }
}
