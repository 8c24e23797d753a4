import Detection
import Events
import Rules
import Storage

/// Finds the alerts of a rule about single events among those events that it has not judged yet.
struct UnjudgedEvents {
  /// What was found.
  struct Found {
    /// The alerts, in the order of arrival.
    var alerts: [Alert] = []
    /// How many events were looked at.
    var candidates = 0
    /// Up to which arrival the rule has judged now; nil when that did not change.
    var cursor: Int64?
    /// What people should know.
    var warnings: [String] = []
  }

  private let edition: Edition
  private let runs: ScheduledRuns
  private let time: Timestamp

  /// Events that had arrived at a time.
  init(edition: Edition, runs: ScheduledRuns, time: Timestamp) throws {
    self.edition = edition
    self.runs = runs
    self.time = time
  }

  /// Lets a rule judge what has arrived since it judged last; a rule that never did looks at the period of its schedule.
  ///
  /// - Throws: `StoreError`.
  func find(_ place: Int, _ progress: RuleProgress, _ reader: StoreReader) throws -> Found {
    let rule = edition.active.rules[place]
    var found = Found()
    let detector = runs.detector(for: [place])
    let cursor =
      try reader.ruleCursor(rule.ruleID, RuleLedger.arrivalCursor)
      ?? reader.ruleCursor(rule.ruleID, RuleLedger.scheduleCursor)
    if edition.active.readsAlerts(place) {
      guard let period = rule.schedule.window(at: time) else { return found }
      found.candidates = try AlertFeed(places: edition.places).feed(period, to: detector, reader)
    } else if let selection = selection(place, after: cursor) {
      var last = cursor ?? 0
      let limit = time
      found.candidates = try EventFeed.feed(selection, to: detector, reader) { event in
        guard event.ingested <= limit else { return false }
        last = max(last, event.seq)
        return true
      }
      // Events that the query does not want to see were skipped; those that arrived by now count as judged.
      found.cursor = max(last, try reader.lastSeq(arrivedBy: limit))
    }
    found.alerts = detector.takeAlerts().alerts
    return found
  }

  private func selection(_ place: Int, after cursor: Int64?) -> EventSelection? {
    let condition = edition.active.condition(of: place)
    if let cursor { return EventSelection(condition: condition, seq: cursor + 1..<Int64.max) }
    guard let period = edition.active.rules[place].schedule.window(at: time) else { return nil }
    return EventSelection(condition: condition, time: period, ingested: period, acceptsEither: true)
  }
}
