public import Events
public import Query

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

/// What an overview is made of.
public struct EventOverviewRequest: Sendable, Hashable {
  /// What events must match.
  public let condition: Expression
  /// The event time lies in this range, ends included.
  public let time: ClosedRange<Timestamp>
  /// The length of an interval in nanoseconds; intervals begin at multiples of it since the epoch.
  public let interval: Int64
  /// The fields whose frequent values are wanted. They have columns.
  public let fields: [EventField]
  /// How many values of a field are wanted.
  public let values: Int
  /// How many of the newest events are wanted, at most 1000.
  public let newest: Int
  /// The types of fields.
  public let types: FieldTypes

  /// A request.
  public init(
    condition: Expression, time: ClosedRange<Timestamp>, interval: Int64, fields: [EventField],
    values: Int = 6,
    newest: Int = 100, types: FieldTypes = .standard
  ) {
    self.condition = condition
    self.time = time
    self.interval = max(1, interval)
    self.fields = fields
    self.values = max(0, values)
    self.newest = min(1000, max(0, newest))
    self.types = types
  }
}
