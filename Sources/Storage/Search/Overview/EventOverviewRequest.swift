public import Events
public import Query

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
