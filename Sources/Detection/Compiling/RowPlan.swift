import Events
import Query
import Rules

/// What the detector does for a rule that keeps rows.
struct RowPlan: Sendable {
  let rule: any RowRule
  /// The numbers of the rule's fields in the catalog.
  let fields: [Int]
  /// The numbers of the rule's further conditions in the program.
  let conditions: [Int]
  /// The field by which runs choose events; nil for `@timestamp`.
  let timeField: Int?
  /// Whether that field is `event.ingested`, which for stored events is the time of their arrival.
  let choosesByArrival: Bool
  /// When the rule runs.
  let schedule: Schedule
  /// Whether events with the same values in the same period are one row.
  let collapses: Bool

  /// The time by which runs choose a stored event. An event that arrived so late that no run would look at its time any
  /// more counts at its arrival, so that it is not missed.
  ///
  /// - Parameters:
  ///   - own: The time that the rule chooses events by; nil when the event has none.
  ///   - arrived: When the event was stored.
  /// - Returns: The time.
  func effectiveTime(own: Timestamp?, arrived: Timestamp) -> Timestamp {
    guard let own else { return arrived }
    let firstRun = schedule.firstRun(atOrAfter: arrived)
    guard let period = schedule.window(at: firstRun), own < period.lowerBound else { return own }
    return arrived
  }
}
