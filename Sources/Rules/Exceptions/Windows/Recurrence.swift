import Events

/// The days that a recurrence rule chooses, from its first day on. A day can be asked for without counting up to it.
struct Recurrence: Sendable, Hashable {
  /// Counting stops after this many days, more than 270 years.
  private static let maximumDays: Int64 = 100_000

  private let rule: RecurrenceRule
  private let first: Int64
  /// The last day; nil when the recurrence does not end.
  private(set) var last: Int64?

  /// The days of a rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - start: The local time from which the rule counts.
  ///   - zone: The zone of local times.
  init(_ rule: RecurrenceRule, start: Int64, zone: LocalZone) {
    self.rule = rule
    first = WindowSeconds.day(start)
    let timeOfDay = start - first * WindowSeconds.perDay
    switch rule.end {
    case .never: last = nil
    case .day(let day): last = day
    case .local(let end):
      let day = WindowSeconds.day(end)
      last = day * WindowSeconds.perDay + timeOfDay <= end ? day : day - 1
    case .moment(let end):
      let day = WindowSeconds.day(zone.local(at: end))
      let begin = zone.moment(ofLocal: day * WindowSeconds.perDay + timeOfDay, .earliest)
      last = begin <= end ? day : day - 1
    case .count(let count): last = nthDay(count)
    }
  }

  /// Whether the recurrence chooses a day.
  func contains(_ day: Int64) -> Bool {
    guard day >= first, last.map({ day <= $0 }) ?? true else { return false }
    let date = Timestamp.date(days: day)
    guard rule.months.isEmpty || rule.months.contains(date.month) else { return false }
    let start = Timestamp.date(days: first)
    switch rule.frequency {
    case .daily:
      return isDue(day - first) && fitsMonthDay(date) && fitsWeekday(day, date)
    case .weekly:
      guard isDue(Weekday.week(of: day) - Weekday.week(of: first)) else { return false }
      return rule.days.isEmpty ? Weekday(day: day) == Weekday(day: first) : fitsWeekday(day, date)
    case .monthly:
      let months = (date.year - start.year) * 12 + date.month - start.month
      return isDue(months) && fitsDayOfMonth(day, date, start.day)
    case .yearly:
      let isFree = rule.months.isEmpty && rule.days.isEmpty && rule.monthDays.isEmpty
      guard isDue(date.year - start.year), !isFree || date.month == start.month else { return false }
      return fitsDayOfMonth(day, date, start.day)
    }
  }

  private func nthDay(_ count: Int) -> Int64? {
    var rest = count
    for day in first..<first + Self.maximumDays where contains(day) {
      rest -= 1
      if rest == 0 { return day }
    }
    return nil
  }

  private func isDue(_ periods: Int64) -> Bool { periods % rule.interval == 0 }

  private typealias Date = (year: Int64, month: Int64, day: Int64)

  /// A rule that names no day means the day of the month of the start.
  private func fitsDayOfMonth(_ day: Int64, _ date: Date, _ start: Int64) -> Bool {
    if rule.days.isEmpty, rule.monthDays.isEmpty { return date.day == start }
    return fitsMonthDay(date) && fitsWeekday(day, date)
  }

  private func fitsMonthDay(_ date: Date) -> Bool {
    let length = Timestamp.days(inMonth: date.month, of: date.year)
    return rule.monthDays.isEmpty || rule.monthDays.contains(date.day)
      || rule.monthDays.contains(date.day - length - 1)
  }

  private func fitsWeekday(_ day: Int64, _ date: Date) -> Bool {
    guard !rule.days.isEmpty else { return true }
    let weekday = Weekday(day: day)
    let length = Timestamp.days(inMonth: date.month, of: date.year)
    let ordinals = [(date.day - 1) / 7 + 1, -((length - date.day) / 7 + 1)]
    return rule.days.contains { wanted in
      wanted.weekday == weekday && (wanted.ordinal.map(ordinals.contains) ?? true)
    }
  }
}
