import Events
import Query

/// How old an indicator may be, which the threat query of an indicator match rule says as `@timestamp >= "now-30d/d"`.
///
/// The age is counted from the time of the event that is compared. Counted from the time of a run, an indicator could match
/// an event that arrives just now and no longer match it in the next run, so that the way an event takes would decide.
struct ThreatLookBack: Sendable {
  private let from: DateMath
  /// Whether the earliest time itself is too old.
  private let isOpen: Bool

  /// Takes the look-back out of a threat query: the first part that bounds `@timestamp` from below relative to the present.
  ///
  /// - Parameter query: The query.
  /// - Returns: The look-back, nil when the query has none; and the query without it.
  static func split(_ query: KQLNode) -> (lookBack: ThreatLookBack?, rest: KQLNode) {
    let parts: [KQLNode]
    if case .and(let several) = query { parts = several } else { parts = [query] }
    for (place, part) in parts.enumerated() {
      guard let lookBack = ThreatLookBack(part) else { continue }
      var rest = parts
      rest.remove(at: place)
      return (lookBack, rest.isEmpty ? .empty : rest.count == 1 ? rest[0] : .and(rest))
    }
    return (nil, query)
  }

  private init?(_ node: KQLNode) {
    guard case .range(let field, let range, let value) = node, field.text == "@timestamp",
      range == .greater || range == .greaterOrEqual, let from = DateMath(value.text), from.isRelative
    else { return nil }
    self.from = from
    isOpen = range == .greater
  }

  /// The earliest time of an indicator that an event of a time may match.
  func start(at time: Timestamp) -> Timestamp? {
    from.resolve(now: time, rounding: isOpen ? .up : .down)
  }

  /// Whether an indicator of one time is recent enough for an event of another.
  func includes(_ indicator: Timestamp, at time: Timestamp) -> Bool {
    guard let start = start(at: time) else { return false }
    return isOpen ? indicator > start : indicator >= start
  }
}
