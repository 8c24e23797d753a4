public import Events
public import Query

/// Which events are read, and in which order.
public struct EventSelection: Sendable {
  /// The orders in which events can be read.
  public enum Order: Sendable, Hashable {
    /// In the order of arrival.
    case arrival
    /// By event time, the earliest first; events without a time come first of all.
    case timeAscending
    /// By event time, the latest first; events without a time come last.
    case timeDescending
  }

  /// What events must match as far as columns can tell: `events` may hand out more than match, never less. `search`
  /// hands out exactly what matches.
  public var condition: Expression?
  /// The event time lies in this range, ends included.
  public var time: ClosedRange<Timestamp>?
  /// The arrival time lies in this range, ends included.
  public var ingested: ClosedRange<Timestamp>?
  /// Whether it is enough that one of `time` and `ingested` holds.
  public var acceptsEither: Bool
  /// The place in the order of arrival lies in this range.
  public var seq: Range<Int64>?
  /// The order.
  public var order: Order
  /// The most events that are handed out; nil means all.
  public var limit: Int?
  /// The types of fields.
  public var types: FieldTypes
  /// About how many matching events are wanted, where `limit` cannot say it since columns hand out more; nil means all.
  var wanted: Int?

  /// A selection; without arguments all events in the order of arrival.
  public init(
    condition: Expression? = nil, time: ClosedRange<Timestamp>? = nil,
    ingested: ClosedRange<Timestamp>? = nil, acceptsEither: Bool = false, seq: Range<Int64>? = nil,
    order: Order = .arrival, limit: Int? = nil, types: FieldTypes = .standard
  ) {
    self.condition = condition
    self.time = time
    self.ingested = ingested
    self.acceptsEither = acceptsEither
    self.seq = seq
    self.order = order
    self.limit = limit
    self.types = types
  }
}
