/// Lengths of time by their units: weeks and shorter ones are durations, months and longer ones are periods of the
/// calendar.
///
/// Source: Elasticsearch reference, "ES|QL time spans"
/// (https://www.elastic.co/docs/reference/query-languages/esql/esql-time-spans).
enum TimeSpan {
  private static let durations: [String: Int64] = [
    "millisecond": 1_000_000, "milliseconds": 1_000_000, "ms": 1_000_000,
    "second": 1_000_000_000, "seconds": 1_000_000_000, "sec": 1_000_000_000, "s": 1_000_000_000,
    "minute": 60_000_000_000, "minutes": 60_000_000_000, "min": 60_000_000_000, "m": 60_000_000_000,
    "hour": 3_600_000_000_000, "hours": 3_600_000_000_000, "h": 3_600_000_000_000,
    "day": 86_400_000_000_000, "days": 86_400_000_000_000, "d": 86_400_000_000_000,
    "week": 604_800_000_000_000, "weeks": 604_800_000_000_000, "w": 604_800_000_000_000,
  ]
  private static let periods: [String: Int64] = [
    "month": 1, "months": 1, "mo": 1, "quarter": 3, "quarters": 3, "q": 3, "year": 12, "years": 12, "yr": 12,
    "y": 12,
  ]

  /// A length of time; nil when the unit is none.
  static func value(_ amount: Int64, _ unit: String) -> Value? {
    if let nanoseconds = durations[unit.lowercased()] {
      let (total, overflow) = amount.multipliedReportingOverflow(by: nanoseconds)
      return overflow ? nil : .duration(nanoseconds: total)
    }
    guard let months = periods[unit.lowercased()] else { return nil }
    let (total, overflow) = amount.multipliedReportingOverflow(by: months)
    return overflow ? nil : .period(months: total)
  }

  static func negated(_ value: Value) -> Value {
    switch value {
    case .duration(let nanoseconds): .duration(nanoseconds: 0 &- nanoseconds)
    case .period(let months): .period(months: 0 &- months)
    default: value
    }
  }

  /// Reads a text such as `1 hour`.
  static func parse(_ text: String) -> Value? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let amount = Int64(parts[0]) else { return nil }
    return value(amount, String(parts[1]))
  }
}
