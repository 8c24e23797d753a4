import Events
import Query

/// Conditions on columns that hold nanoseconds since the epoch.
enum TimeClause {
  static let millisecond: Int64 = 1_000_000

  /// The column's value, rounded down to milliseconds, lies in a range.
  static func rounded(_ column: String, _ bounds: Bounds<Timestamp>) -> Clause {
    var parts: [Clause] = []
    if let lower = bounds.lower {
      let start = lower.isInclusive ? ceiling(lower.value) : next(lower.value)
      guard let start else { return .none }
      parts.append(.sql("\(column) >= ?", start))
    }
    if let upper = bounds.upper, let end = upper.isInclusive ? next(upper.value) : ceiling(upper.value) {
      parts.append(.sql("\(column) < ?", end))
    }
    return Clause.and(parts) ?? .all
  }

  /// The column's value lies in a range that is wider (or, with a negative number, narrower) by some nanoseconds.
  static func near(_ column: String, _ bounds: Bounds<Timestamp>, widenedBy width: Int64) -> Clause {
    var parts: [Clause] = []
    if let lower = bounds.lower {
      parts.append(.sql("\(column) >= ?", saturating(lower.value.nanoseconds, -width)))
    }
    if let upper = bounds.upper {
      parts.append(.sql("\(column) <= ?", saturating(upper.value.nanoseconds, width)))
    }
    return Clause.and(parts) ?? .all
  }

  private static func saturating(_ value: Int64, _ change: Int64) -> Int64 {
    let (sum, overflow) = value.addingReportingOverflow(change)
    return overflow ? (change < 0 ? .min : .max) : sum
  }

  /// The first whole millisecond at or after a time; nil beyond the range.
  private static func ceiling(_ time: Timestamp) -> Int64? {
    guard let floor = Timestamp(milliseconds: time.milliseconds) else { return .min }
    return floor.nanoseconds == time.nanoseconds ? floor.nanoseconds : next(time)
  }

  /// The first whole millisecond after a time; nil beyond the range.
  private static func next(_ time: Timestamp) -> Int64? {
    Timestamp(milliseconds: time.milliseconds + 1)?.nanoseconds
  }
}
