public import Events

/// What is stored of one day of event time.
public struct EventDay: Sendable, Hashable {
  /// The midnight, in UTC, that the day begins with; nil for events without a time and far outside the present.
  public let start: Timestamp?
  /// How many events there are.
  public let events: Int
  /// The earliest and the latest event.
  public let time: ClosedRange<Timestamp>?
  /// The first and the last arrival.
  public let ingested: ClosedRange<Timestamp>?
  /// The bytes of the compressed events, without columns and indexes.
  public let bytes: Int

  init(_ partition: Partition) {
    func times(_ range: ClosedRange<Int64>?) -> ClosedRange<Timestamp>? {
      range.map { Timestamp(nanoseconds: $0.lowerBound)...Timestamp(nanoseconds: $0.upperBound) }
    }
    start = partition.day.flatMap { Timestamp.from(days: $0) }
    events = Int(partition.rows)
    time = times(partition.time)
    ingested = times(partition.ingested)
    bytes = Int(partition.bytes)
  }
}
