public import Events

/// Times that come again, at which changes are expected: hours of days of the week, or a recurrence rule of calendars.
///
/// All times are those of the clock in a time zone. A window that would begin at a time that the clock leaves out
/// begins at the change; of a time that comes twice the first counts for the beginning and the last for the end.
public struct ChangeWindow: Sendable, Hashable {
  /// One time at which a window is open.
  public struct Occurrence: Sendable, Hashable {
    /// The first moment.
    public let start: Timestamp
    /// The first moment after it.
    public let end: Timestamp
  }

  /// The days on which it begins.
  private enum Days: Sendable, Hashable {
    case weekdays(Set<Weekday>)
    case recurrence(Recurrence)
  }

  /// Where it ends.
  private enum Length: Sendable, Hashable {
    /// At a clock time, in seconds after midnight of the day on which it began.
    case clock(Int64)
    /// After this many seconds.
    case elapsed(Int64)
  }

  /// Occurrences are looked for in this many days, and not more than this many are given.
  private static let maximum = (days: Int64(40_000), occurrences: 1000)
  private static let maximumDuration: Int64 = 366 * WindowSeconds.perDay

  private let zone: LocalZone
  private let days: Days
  private let begin: Int64
  private let length: Length

  /// Hours of days of the week.
  ///
  /// - Parameters:
  ///   - days: The days on which it begins, `mon` to `sun`; nil means all.
  ///   - from: When it begins, as `HH:MM`.
  ///   - to: When it ends; a time that is not after `from` lies on the next day, `24:00` is midnight.
  ///   - timezone: The zone of these times, such as `Europe/Berlin`.
  /// - Throws: `ChangeWindowError` naming the part that is wrong.
  public init(days: [String]? = nil, from: String, to: String, timezone: String) throws(ChangeWindowError) {
    zone = try Self.zone(timezone)
    self.days = .weekdays(try Self.weekdays(days))
    guard let begin = WindowSeconds.clock(from), begin < WindowSeconds.perDay else {
      throw ChangeWindowError(key: .from, message: "must be a time of the day such as 22:00, not \"\(from)\"")
    }
    guard let end = WindowSeconds.clock(to) else {
      throw ChangeWindowError(key: .to, message: "must be a time of the day such as 02:00, not \"\(to)\"")
    }
    guard begin != end else {
      throw ChangeWindowError(
        key: .to, message: "must not be the same as from; a whole day is from 00:00 to 24:00")
    }
    self.begin = begin
    length = .clock(end > begin ? end : end + WindowSeconds.perDay)
  }

  /// A recurrence rule.
  ///
  /// - Parameters:
  ///   - rrule: The rule, in the syntax of RFC 5545.
  ///   - start: The local time from which the rule counts, such as `2026-01-13T22:00:00`.
  ///   - duration: How long it is open: a number with `m`, `h`, `d` or `w`. Days and weeks end at the same clock time.
  ///   - timezone: The zone of these times, such as `Europe/Berlin`.
  /// - Throws: `ChangeWindowError` naming the part that is wrong or unsupported.
  public init(rrule: String, start: String, duration: String, timezone: String) throws(ChangeWindowError) {
    zone = try Self.zone(timezone)
    let start = try Self.start(start)
    days = .recurrence(Recurrence(try RecurrenceRuleParser.parse(rrule), start: start, zone: zone))
    begin = start - WindowSeconds.day(start) * WindowSeconds.perDay
    length = try Self.length(duration, from: begin)
  }

  /// Whether the window is open at a time.
  public func contains(_ time: Timestamp) -> Bool {
    let moment = WindowSeconds.of(time)
    let today = WindowSeconds.day(zone.local(at: moment))
    for day in today - reach...today + 1 where begins(on: day) {
      let (start, end) = moments(on: day)
      if start <= moment, moment < end { return true }
    }
    return false
  }

  /// The next times at which the window is open, in order. The first one may already be open at the given time. Not
  /// more than 1,000 are given, and none that lies more than a hundred years ahead.
  public func nextOccurrences(after time: Timestamp, count: Int) -> [Occurrence] {
    let moment = WindowSeconds.of(time)
    let today = WindowSeconds.day(zone.local(at: moment))
    let limit = min(count, Self.maximum.occurrences)
    var found: [Occurrence] = []
    for day in today - reach...today + Self.maximum.days {
      if found.count >= limit { break }
      if case .recurrence(let recurrence) = days, let last = recurrence.last, day > last { break }
      guard begins(on: day) else { continue }
      let (start, end) = moments(on: day)
      guard end > moment, start < end else { continue }
      found.append(Occurrence(start: WindowSeconds.time(start), end: WindowSeconds.time(end)))
    }
    return found
  }

  // MARK: Days

  private func begins(on day: Int64) -> Bool {
    switch days {
    case .weekdays(let weekdays): weekdays.contains(Weekday(day: day))
    case .recurrence(let recurrence): recurrence.contains(day)
    }
  }

  /// How many days ago a window that is open may have begun.
  private var reach: Int64 {
    switch length {
    case .clock(let end): end / WindowSeconds.perDay + 2
    case .elapsed(let seconds): seconds / WindowSeconds.perDay + 3
    }
  }

  private func moments(on day: Int64) -> (start: Int64, end: Int64) {
    let midnight = day * WindowSeconds.perDay
    let start = zone.moment(ofLocal: midnight + begin, .earliest)
    switch length {
    case .clock(let end): return (start, zone.moment(ofLocal: midnight + end, .latest))
    case .elapsed(let seconds): return (start, start + seconds)
    }
  }

  // MARK: Reading

  private static func zone(_ identifier: String) throws(ChangeWindowError) -> LocalZone {
    guard let zone = LocalZone(identifier) else {
      throw ChangeWindowError(
        key: .timezone, message: "must be a time zone such as Europe/Berlin, not \"\(identifier)\"")
    }
    return zone
  }

  private static func weekdays(_ names: [String]?) throws(ChangeWindowError) -> Set<Weekday> {
    guard let names else { return Set(Weekday.allCases) }
    guard !names.isEmpty else {
      throw ChangeWindowError(key: .days, message: "must name a day; leave it out for all days")
    }
    var days: Set<Weekday> = []
    for name in names {
      guard let day = Weekday(name: name) else {
        let choices = Weekday.allCases.map(\.name).joined(separator: ", ")
        throw ChangeWindowError(key: .days, message: "takes \(choices), not \"\(name)\"")
      }
      days.insert(day)
    }
    return days
  }

  private static func start(_ text: String) throws(ChangeWindowError) -> Int64 {
    let clock = text.drop { $0 != "T" }
    guard let time = Timestamp(text), !clock.contains(where: { "Z+-.,".contains($0) }) else {
      throw ChangeWindowError(
        key: .start,
        message: "must be a local time such as 2026-01-13T22:00:00, without a zone, not \"\(text)\"")
    }
    return WindowSeconds.of(time)
  }

  private static func length(_ text: String, from begin: Int64) throws(ChangeWindowError) -> Length {
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last, let seconds = units[unit], text.count <= 7,
      let number = Int64(text.dropLast()),
      number > 0, number * seconds <= maximumDuration
    else {
      throw ChangeWindowError(
        key: .duration, message: "must be a number with m, h, d or w and at most 366d, not \"\(text)\"")
    }
    let total = number * seconds
    return unit == "d" || unit == "w" ? .clock(begin + total) : .elapsed(total)
  }
}
