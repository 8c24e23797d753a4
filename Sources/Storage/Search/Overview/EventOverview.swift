public import Events

/// What a list of events shows of a search: the newest events, how many there are, when they happened, and which values
/// are frequent.
public struct EventOverview: Sendable {
  /// The places of the newest events in the order of arrival, by event time, the latest first.
  public let newest: [Int64]
  /// How many events match, of those that were looked at.
  public let total: Int
  /// The beginnings of intervals with the number of their events, the earliest first. Events without a time are in none.
  public let bars: [(start: Timestamp, count: Int)]
  /// The most frequent values of fields.
  public let tops: [String: [TopValues.Value]]
  /// How many events were not looked at, since there was no time left. What was looked at is remembered: the same question
  /// goes on where it ended.
  public let unsearched: Int
}
