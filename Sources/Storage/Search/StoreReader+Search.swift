public import Events
import GRDB
public import Query

extension StoreReader {
  /// Hands out the events that match an expression, in the order of the selection; memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - expression: What events must match, beside the selection's own condition.
  ///   - selection: Which events are looked at, in which order, and how many are handed out.
  ///   - body: Takes an event; returns false to stop.
  /// - Throws: `StoreError`, and what the closure throws.
  public func search(
    _ expression: Expression, _ selection: EventSelection = EventSelection(),
    _ body: (FoundEvent) throws -> Bool
  ) throws {
    let (condition, unlimited) = Self.whole(expression, selection)
    let matching = EventMatching(condition, types: selection.types, mapping: options.mapping)
    var count = 0
    guard count < selection.limit ?? .max else { return }
    try EventMerge(self, unlimited).forEach { event, isSure in
      try matching.move(to: event)
      guard isSure || matching.matches() else { return true }
      count += 1
      return try body(FoundEvent(event: event, matching: matching)) && count < selection.limit ?? .max
    }
  }

  /// The whole condition of a search, and the selection that it makes.
  static func whole(_ expression: Expression, _ selection: EventSelection) -> (Expression, EventSelection) {
    var unlimited = selection
    unlimited.limit = nil
    unlimited.wanted = selection.limit
    let condition = Expression.conjunction([expression, selection.condition ?? .all])
    unlimited.condition = condition
    return (condition, unlimited)
  }

  /// Whether a field of events has a column, so that its values are known without reading events.
  public func hasColumn(_ field: String) -> Bool { EventField.byPath[field] != nil }

  /// How many events match an expression.
  ///
  /// - Throws: `StoreError`.
  public func count(_ expression: Expression, _ selection: EventSelection = EventSelection()) throws -> Int {
    try EventCounting(self, expression, selection).count()
  }

  /// How many of the events that match an expression happened in each interval. Intervals without events are left out, and
  /// so are events without a time.
  ///
  /// - Parameters:
  ///   - expression: What events must match.
  ///   - interval: The length of an interval in nanoseconds; intervals begin at multiples of it since the epoch.
  ///   - selection: Which events are looked at.
  /// - Returns: The beginnings of intervals with their events, the earliest first.
  /// - Throws: `StoreError`.
  public func histogram(
    _ expression: Expression, interval: Int64, _ selection: EventSelection = EventSelection()
  ) throws -> [(start: Timestamp, count: Int)] {
    guard interval > 0 else { throw StoreError(.refused, "an interval must be longer than nothing") }
    let counts = try EventCounting(self, expression, selection).histogram(interval)
    return counts.sorted { $0.key < $1.key }.map { (Timestamp(nanoseconds: $0.key), $0.value) }
  }

  /// The most frequent values of a field in the events that match an expression.
  ///
  /// - Parameters:
  ///   - field: The dotted path of the field.
  ///   - expression: What events must match.
  ///   - limit: The most values.
  ///   - selection: Which events are looked at.
  /// - Returns: The values with the number of events that have them, the most frequent first.
  /// - Throws: `StoreError`.
  public func topValues(
    of field: String, _ expression: Expression = .all, limit: Int = 10,
    _ selection: EventSelection = EventSelection()
  ) throws -> TopValues {
    try EventCounting(self, expression, selection, field: field).topValues(field, limit: limit)
  }
}

/// The most frequent values of a field.
public struct TopValues: Sendable, Hashable {
  /// A value and how many events or alerts have it.
  public struct Value: Sendable, Hashable {
    /// The value as text.
    public let text: String
    /// How many have it.
    public let count: Int
  }

  /// The values, the most frequent first; among equals in the order of their text.
  public let values: [Value]
  /// How many events do not have the field.
  public let missing: Int
  /// How many values were not counted apart, since there are too many different ones.
  public let uncounted: Int

  init(_ counts: [String: Int], limit: Int, missing: Int, uncounted: Int) {
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    values = sorted.prefix(max(0, limit)).map { Value(text: $0.key, count: $0.value) }
    self.missing = missing
    self.uncounted = uncounted
  }
}
