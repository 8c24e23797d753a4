import CloudTrail
import Events
import OrderedCollections

/// The rows of one rule in the order of time, as its runs see them.
struct RunRows: Sendable {
  /// The rows with their times, in nanoseconds.
  let rows: [(time: Int64, row: Row)]
  /// The events they belong to.
  let events: [HeldEvent]
  /// Makes documents of raw records.
  let mapper: ECSMapper
  /// When the last of the events arrived; nil when none did, as those of files.
  private let lastArrival: Timestamp?

  init(_ rows: [Row], events: [HeldEvent], mapper: ECSMapper) {
    self.events = events
    self.mapper = mapper
    lastArrival = rows.compactMap { $0.event >= 0 ? events[$0.event].arrived : nil }.max()
    // A row without a time counts as the oldest.
    self.rows = rows.map { ($0.time ?? 0, $0) }.sorted { left, right in
      if left.0 != right.0 { return left.0 < right.0 }
      let (first, second) = (left.1.event, right.1.event)
      guard first >= 0, second >= 0 else { return TermCombinations.precedes(left.1.values, right.1.values) }
      return (events[first].order, events[first].identity.id) < (
        events[second].order, events[second].identity.id
      )
    }
  }

  private init(_ rows: [(time: Int64, row: Row)], of other: RunRows) {
    self.rows = rows
    events = other.events
    mapper = other.mapper
    lastArrival = other.lastArrival
  }

  /// The rows that a run sees: those whose events had arrived by then.
  ///
  /// - Parameters:
  ///   - time: The time of the run.
  ///   - period: The times of rows, in nanoseconds, that the run asks for.
  /// - Returns: The rows.
  func visible(at time: Timestamp, in period: ClosedRange<Int64>) -> RunRows {
    guard let lastArrival, lastArrival > time else { return self }
    return RunRows(rows[range(period)].filter { hasArrived($0.row, by: time) }, of: self)
  }

  private func hasArrived(_ row: Row, by time: Timestamp) -> Bool {
    guard row.event >= 0, let arrived = events[row.event].arrived else { return true }
    return arrived <= time
  }

  /// The places of the rows whose times lie in a period.
  func range(_ period: ClosedRange<Int64>) -> Range<Int> {
    let start = rows.partitioningPoint { $0.time >= period.lowerBound }
    return start..<max(start, rows.partitioningPoint { $0.time > period.upperBound })
  }

  /// The event of the row at a place.
  func event(_ place: Int) -> HeldEvent { events[rows[place].row.event] }

  /// The document of the event of the row at a place.
  func document(_ place: Int) -> JSONObject { event(place).document(mapper) }
}
