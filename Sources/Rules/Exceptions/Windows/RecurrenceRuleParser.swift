import Events

/// Reads recurrence rules: `FREQ=MONTHLY;BYDAY=2TU`.
struct RecurrenceRuleParser {
  private static let supported = [
    "FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL", "WKST",
  ]
  private static let maximumCount = 10_000

  private let parts: [String: String]

  /// Reads a rule, with or without `RRULE:` in front.
  ///
  /// - Throws: `ChangeWindowError` naming the part that is wrong or unsupported.
  static func parse(_ text: String) throws(ChangeWindowError) -> RecurrenceRule {
    try RecurrenceRuleParser(text).rule()
  }

  private init(_ text: String) throws(ChangeWindowError) {
    var parts: [String: String] = [:]
    let body = text.uppercased().hasPrefix("RRULE:") ? text.dropFirst(6) : text[...]
    for part in body.split(separator: ";", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.uppercased() }
      guard sides.count == 2 else {
        throw Self.error("\"\(part)\" must be a part such as FREQ=WEEKLY")
      }
      guard Self.supported.contains(sides[0]) else {
        throw Self.error("\(sides[0]) is not supported, only \(Self.supported.joined(separator: ", "))")
      }
      guard parts.updateValue(sides[1], forKey: sides[0]) == nil else {
        throw Self.error("\(sides[0]) is there twice")
      }
    }
    self.parts = parts
  }

  private static func error(_ message: String) -> ChangeWindowError {
    ChangeWindowError(key: .rrule, message: message)
  }

  private func rule() throws(ChangeWindowError) -> RecurrenceRule {
    guard let frequency = parts["FREQ"].flatMap(RecurrenceRule.Frequency.init) else {
      let choices = RecurrenceRule.Frequency.allCases.map(\.rawValue).joined(separator: ", ")
      throw Self.error("FREQ must be one of \(choices)")
    }
    var rule = RecurrenceRule(frequency)
    rule.interval = try numbers("INTERVAL", in: 1...1000, isList: false).first ?? 1
    rule.days = try days()
    rule.monthDays = try numbers("BYMONTHDAY", in: -31...31)
    rule.months = try numbers("BYMONTH", in: 1...12)
    rule.end = try end()
    try check(rule)
    return rule
  }

  private func check(_ rule: RecurrenceRule) throws(ChangeWindowError) {
    if let start = parts["WKST"], start != "MO" {
      throw Self.error("WKST=\(start) is not supported: weeks begin on Monday")
    }
    if rule.frequency == .weekly, !rule.monthDays.isEmpty {
      throw Self.error("BYMONTHDAY has no meaning with FREQ=WEEKLY")
    }
    guard rule.days.contains(where: { $0.ordinal != nil }) else { return }
    let isWithinMonth = rule.frequency == .monthly || (rule.frequency == .yearly && !rule.months.isEmpty)
    guard isWithinMonth else {
      throw Self.error("BYDAY with a number needs FREQ=MONTHLY, or FREQ=YEARLY with BYMONTH")
    }
  }

  private func numbers(
    _ key: String, in range: ClosedRange<Int64>, isList: Bool = true
  ) throws(ChangeWindowError) -> [Int64] {
    guard let text = parts[key] else { return [] }
    let texts = isList ? text.split(separator: ",", omittingEmptySubsequences: false) : [text[...]]
    var result: [Int64] = []
    for text in texts {
      guard let number = Int64(text), range.contains(number), number != 0 else {
        throw Self.error(
          "\(key) takes whole numbers from \(range.lowerBound) to \(range.upperBound), not \(text)")
      }
      result.append(number)
    }
    return result
  }

  private func days() throws(ChangeWindowError) -> [RecurrenceRule.Day] {
    var days: [RecurrenceRule.Day] = []
    for text in parts["BYDAY"]?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      let number = text.dropLast(2)
      let ordinal = Int64(number)
      guard let weekday = Weekday(code: text.suffix(2)), number.isEmpty || ordinal != nil,
        ordinal.map({ (-5...5).contains($0) && $0 != 0 }) ?? true
      else {
        throw Self.error("BYDAY takes days such as MO, 2TU and -1FR, not \(text)")
      }
      days.append(.init(ordinal: ordinal, weekday: weekday))
    }
    return days
  }

  private func end() throws(ChangeWindowError) -> RecurrenceRule.End {
    guard let until = parts["UNTIL"] else {
      let count = try numbers("COUNT", in: 1...Int64(Self.maximumCount), isList: false).first
      return count.map { .count(Int($0)) } ?? .never
    }
    guard parts["COUNT"] == nil else { throw Self.error("COUNT and UNTIL cannot both be there") }
    let isDate = until.count == 8
    guard (8...16).contains(until.count), let time = Timestamp(isDate ? "\(until)T000000Z" : until) else {
      throw Self.error("UNTIL must be a time such as 20271231, 20271231T220000 or 20271231T210000Z")
    }
    let seconds = WindowSeconds.of(time)
    if isDate { return .day(WindowSeconds.day(seconds)) }
    return until.hasSuffix("Z") ? .moment(seconds) : .local(seconds)
  }
}
