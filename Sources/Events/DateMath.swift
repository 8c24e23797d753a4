/// Elasticsearch's date maths: `now`, or a date, moved by units and rounded (`now-30d/d`, `2026-01-01||+1M`).
///
/// Source: Elasticsearch reference, "Date math" (https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options#date-math).
public struct DateMath: Sendable, Hashable {
  /// How parts of a date that are not given, and `/` roundings, are filled up.
  public enum Rounding: Sendable {
    /// To the first moment of the unit.
    case down
    /// To the last moment of the unit.
    case up
  }

  /// A unit of time.
  public enum Unit: Character, Sendable, Hashable {
    case year = "y"
    case month = "M"
    case week = "w"
    case day = "d"
    case hour = "h"
    case minute = "m"
    case second = "s"
  }

  private enum Anchor: Sendable, Hashable {
    case now
    /// A date: its first moment, and the smallest unit that was given.
    case date(Timestamp, precision: Unit?)
  }

  private enum Step: Sendable, Hashable {
    case add(Int64, Unit)
    case round(Unit)
  }

  /// The text that was parsed.
  public let text: String
  private let anchor: Anchor
  private var steps: [Step] = []

  /// Parses an expression; nil when the text is none. At most 32 steps are taken.
  public init?(_ text: String) {
    self.text = text
    var rest = text[...]
    if rest.hasPrefix("now") {
      anchor = .now
      rest = rest.dropFirst(3)
    } else {
      let parts = text.split(separator: "||", maxSplits: 1, omittingEmptySubsequences: false)
      guard let date = Timestamp(String(parts[0])) else { return nil }
      anchor = .date(date, precision: Self.precision(parts[0]))
      rest = parts.count == 2 ? parts[1] : ""
    }
    while !rest.isEmpty {
      guard steps.count < 32, let step = Self.step(&rest) else { return nil }
      steps.append(step)
    }
  }

  /// The present.
  public static let now = DateMath()

  private init() {
    text = "now"
    anchor = .now
  }

  /// Whether the expression depends on the present.
  public var isRelative: Bool { anchor == .now }

  /// The point in time; nil when it lies outside the range of `Timestamp`.
  public func resolve(now: Timestamp, rounding: Rounding = .down) -> Timestamp? {
    var time: Timestamp
    switch anchor {
    case .now: time = now
    case .date(let date, let precision):
      guard rounding == .up, let precision else {
        time = date
        break
      }
      guard let last = Self.lastMoment(of: precision, from: date) else { return nil }
      // Steps move the date as it was written; only a date without steps is filled up.
      time = steps.isEmpty ? last : date
    }
    for step in steps {
      guard let moved = Self.apply(step, to: time, rounding) else { return nil }
      time = moved
    }
    return time
  }

  // MARK: Parsing

  private static func step(_ rest: inout Substring) -> Step? {
    guard let sign = rest.popFirst() else { return nil }
    if sign == "/" { return rest.popFirst().flatMap(unit).map(Step.round) }
    guard sign == "+" || sign == "-" else { return nil }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard digits.count <= 9 else { return nil }
    rest = rest.dropFirst(digits.count)
    guard let unit = rest.popFirst().flatMap(unit) else { return nil }
    let amount = Int64(digits) ?? 1
    return .add(sign == "-" ? -amount : amount, unit)
  }

  private static func unit(_ letter: Character) -> Unit? {
    letter == "H" ? .hour : Unit(rawValue: letter)
  }

  /// The smallest unit that a date names; nil when it names parts of a second.
  private static func precision(_ text: Substring) -> Unit? {
    let dateAndTime = text.split(separator: "T", maxSplits: 1)
    guard dateAndTime.count == 2 else {
      return [1: .year, 2: .month, 3: .day][text.split(separator: "-").count]
    }
    if dateAndTime[1].contains(".") || dateAndTime[1].contains(",") { return nil }
    let clock = dateAndTime[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    return [1: .hour, 2: .minute, 3: .second][clock.split(separator: ":").count]
  }

  // MARK: Calculating

  private static func apply(_ step: Step, to time: Timestamp, _ rounding: Rounding) -> Timestamp? {
    switch step {
    case .add(let amount, let unit): return add(amount, unit, to: time)
    case .round(let unit):
      guard let start = firstMoment(of: unit, at: time) else { return nil }
      return rounding == .down ? start : lastMoment(of: unit, from: start)
    }
  }

  private static func seconds(_ unit: Unit) -> Int64? {
    switch unit {
    case .year, .month: nil
    case .week: 604_800
    case .day: 86_400
    case .hour: 3600
    case .minute: 60
    case .second: 1
    }
  }

  private static func add(_ amount: Int64, _ unit: Unit, to time: Timestamp) -> Timestamp? {
    guard let seconds = seconds(unit) else {
      return time.adding(months: unit == .year ? amount * 12 : amount)
    }
    let (total, overflow) = (amount * seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (result, overflow2) = time.nanoseconds.addingReportingOverflow(total)
    return overflow || overflow2 ? nil : Timestamp(nanoseconds: result)
  }

  private static func firstMoment(of unit: Unit, at time: Timestamp) -> Timestamp? {
    let (days, rest) = time.daysAndRest
    let date = Timestamp.date(days: days)
    switch unit {
    case .year: return Timestamp.from(days: Timestamp.days(year: date.year, month: 1, day: 1), rest: 0)
    case .month:
      return Timestamp.from(days: Timestamp.days(year: date.year, month: date.month, day: 1), rest: 0)
    // 1970-01-01 was a Thursday; weeks begin on Monday.
    case .week: return Timestamp.from(days: days - ((days + 3) % 7 + 7) % 7, rest: 0)
    case .day: return Timestamp.from(days: days, rest: 0)
    case .hour, .minute, .second:
      let step = (seconds(unit) ?? 1) * 1_000_000_000
      return Timestamp.from(days: days, rest: rest / step * step)
    }
  }

  private static func lastMoment(of unit: Unit, from start: Timestamp) -> Timestamp? {
    guard let next = add(1, unit, to: start) else { return nil }
    // Elasticsearch keeps dates in milliseconds: the last moment is the last millisecond.
    return Timestamp(nanoseconds: next.nanoseconds - 1_000_000)
  }
}
