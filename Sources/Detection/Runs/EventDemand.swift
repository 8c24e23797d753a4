public import Query

/// Which events a run wants to see.
public struct EventDemand: Sendable {
  /// What the events must fit.
  public let condition: Expression
  /// The times, in nanoseconds since the epoch: events that happened or arrived in this period.
  public let times: ClosedRange<Int64>
}
