import Events

/// On which days something happens: a part of the recurrence rules of RFC 5545, §3.3.10.
///
/// Known are FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, BYDAY (with ordinals in months and years), BYMONTHDAY, BYMONTH,
/// COUNT, UNTIL, and WKST when it is MO.
struct Recurrence: Sendable, Hashable {
  enum Frequency: String, Sendable {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  /// A weekday, Monday being 0, and which one of the month it is: 1 the first, -1 the last, 0 every one.
  struct Weekday: Sendable, Hashable {
    let day: Int64
    let ordinal: Int64
  }

  private let frequency: Frequency
  private let interval: Int64
  private let weekdays: [Weekday]
  private let monthDays: [Int64]
  private let months: [Int64]
  private let start: Int64
  /// The last day on which it may happen.
  private var end: Int64

  /// So many days are looked at to count occurrences.
  private static let horizon: Int64 = 36_525

  /// Reads a rule; `start` is the day of the first occurrence.
  init(_ text: String, start: Int64) throws(RecurrenceError) {
    var parts: [String: String] = [:]
    for part in text.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { throw RecurrenceError("\"\(part)\" is no part of a rule") }
      parts[pair[0].uppercased()] = pair[1].uppercased()
    }
    let known: Set<String> = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL", "WKST"]
    if let unknown = parts.keys.sorted().first(where: { !known.contains($0) }) {
      throw RecurrenceError(
        "\(unknown) is not supported; known are \(known.sorted().joined(separator: ", "))")
    }
    guard let frequency = parts["FREQ"].flatMap(Frequency.init) else {
      throw RecurrenceError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    }
    if let first = parts["WKST"], first != "MO" { throw RecurrenceError("WKST must be MO") }
    self.frequency = frequency
    self.start = start
    interval = try Self.number(parts["INTERVAL"], 1...10_000) ?? 1
    weekdays = try Self.weekdays(parts["BYDAY"], frequency)
    monthDays = try Self.numbers(parts["BYMONTHDAY"], "BYMONTHDAY", 31)
    months = try Self.numbers(parts["BYMONTH"], "BYMONTH", 12)
    end = try parts["UNTIL"].map { (text) throws(RecurrenceError) in try Self.day(text) } ?? .max
    guard let count = try Self.number(parts["COUNT"], 1...100_000) else { return }
    end = lastDay(of: count)
  }

  /// The day of the last of some occurrences.
  private func lastDay(of count: Int64) -> Int64 {
    var left = count
    for day in start...(start + Self.horizon) where includes(day) {
      left -= 1
      if left == 0 { return day }
    }
    return end
  }

  // MARK: Reading

  private static func number(_ text: String?, _ range: ClosedRange<Int64>) throws(RecurrenceError) -> Int64? {
    guard let text else { return nil }
    guard let value = Int64(text), range.contains(value) else {
      throw RecurrenceError("\"\(text)\" must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private static func numbers(_ text: String?, _ name: String, _ limit: Int64) throws(RecurrenceError)
    -> [Int64]
  {
    var values: [Int64] = []
    for part in text?.split(separator: ",") ?? [] {
      guard let value = Int64(part), value != 0, abs(value) <= limit, name != "BYMONTH" || value > 0 else {
        throw RecurrenceError("\(name): \"\(part)\" must be a number up to \(limit)")
      }
      values.append(value)
    }
    return values
  }

  static let dayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

  private static func weekdays(_ text: String?, _ frequency: Frequency) throws(RecurrenceError) -> [Weekday] {
    var days: [Weekday] = []
    for part in text?.split(separator: ",") ?? [] {
      guard let day = dayNames.firstIndex(of: String(part.suffix(2))) else {
        throw RecurrenceError("BYDAY: \"\(part)\" is no weekday")
      }
      var ordinal: Int64 = 0
      if part.count > 2 {
        guard let number = Int64(part.dropLast(2)), (1...5).contains(abs(number)),
          frequency == .monthly || frequency == .yearly
        else { throw RecurrenceError("BYDAY: \"\(part)\" needs FREQ=MONTHLY or YEARLY and a number up to 5") }
        ordinal = number
      }
      days.append(Weekday(day: Int64(day), ordinal: ordinal))
    }
    return days
  }

  private static func day(_ text: String) throws(RecurrenceError) -> Int64 {
    let digits = text.prefix(8)
    guard digits.count == 8, let number = Int64(digits) else {
      throw RecurrenceError("UNTIL must be a date such as 20271231")
    }
    return Timestamp.days(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  // MARK: Days

  static func weekday(_ day: Int64) -> Int64 { ((day + 3) % 7 + 7) % 7 }

  /// Whether it happens on a day.
  func includes(_ day: Int64) -> Bool {
    guard day >= start, day <= end else { return false }
    let (date, first) = (Timestamp.date(days: day), Timestamp.date(days: start))
    guard months.isEmpty || months.contains(date.month) else { return false }
    switch frequency {
    case .daily:
      return (day - start) % interval == 0 && fitsMonthDay(date) && fitsWeekday(day, date)
    case .weekly:
      let weeks = (day - Self.weekday(day) - (start - Self.weekday(start))) / 7
      guard weeks % interval == 0 else { return false }
      return weekdays.isEmpty ? Self.weekday(day) == Self.weekday(start) : fitsWeekday(day, date)
    case .monthly:
      let distance = (date.year - first.year) * 12 + date.month - first.month
      return distance % interval == 0 && fitsDayOfMonth(day, date, first.day)
    case .yearly:
      guard (date.year - first.year) % interval == 0, !months.isEmpty || date.month == first.month else {
        return false
      }
      return fitsDayOfMonth(day, date, first.day)
    }
  }

  private func fitsDayOfMonth(_ day: Int64, _ date: (year: Int64, month: Int64, day: Int64), _ first: Int64)
    -> Bool
  {
    if weekdays.isEmpty, monthDays.isEmpty { return date.day == first }
    return fitsMonthDay(date) && fitsWeekday(day, date)
  }

  private func fitsMonthDay(_ date: (year: Int64, month: Int64, day: Int64)) -> Bool {
    guard !monthDays.isEmpty else { return true }
    let length = Timestamp.days(inMonth: date.month, of: date.year)
    return monthDays.contains(date.day) || monthDays.contains(date.day - length - 1)
  }

  private func fitsWeekday(_ day: Int64, _ date: (year: Int64, month: Int64, day: Int64)) -> Bool {
    guard !weekdays.isEmpty else { return true }
    let length = Timestamp.days(inMonth: date.month, of: date.year)
    return weekdays.contains { weekday in
      guard weekday.day == Self.weekday(day) else { return false }
      let fromStart = (date.day - 1) / 7 + 1
      let fromEnd = -((length - date.day) / 7 + 1)
      return weekday.ordinal == 0 || weekday.ordinal == fromStart || weekday.ordinal == fromEnd
    }
  }
}
