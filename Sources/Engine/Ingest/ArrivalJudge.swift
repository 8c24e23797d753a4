import CloudTrail
import Detection
import Events
import Rules
import Storage

/// Stores chunks of events and lets the rules that look at single events judge them in the same transaction.
final class ArrivalJudge {
  /// What storing a chunk came to.
  struct Result {
    var stored = 0
    var duplicates = 0
    var alerts = 0
    var counts: [String: ArrivalCounters.Counts] = [:]
  }

  /// The rules.
  let edition: Edition
  private let detector: Detector
  private let feeder = StoredEventFeeder()
  private let alertWriter: AlertWriter
  private let counters: ArrivalCounters
  private let makeID: @Sendable () -> String

  init(
    edition: Edition, mapper: ECSMapper, alertWriter: AlertWriter, counters: ArrivalCounters, now: Timestamp,
    makeID: @escaping @Sendable () -> String
  ) {
    self.edition = edition
    self.alertWriter = alertWriter
    self.counters = counters
    self.makeID = makeID
    detector = Detector(rules: edition.arrival, mapper: mapper, options: DetectorOptions(now: now))
  }

  /// Stores a chunk.
  ///
  /// - Parameters:
  ///   - chunk: The events.
  ///   - writer: The transaction.
  ///   - append: Stores an event, by its number in the chunk, and returns its place in the order of arrival; nil for an event
  ///     that is known.
  /// - Returns: What became of the chunk.
  /// - Throws: `StoreError`; then nothing of the chunk is stored.
  func take(
    _ chunk: EventChunk, _ writer: StoreWriter, append: (Int, EventDraft) throws -> Int64?
  ) throws -> Result {
    var result = Result()
    let before = try writer.lastSeq()
    let arrived = try writer.arrivalTime()
    let decides = chunk.edition == edition.number
    var last = before
    // What a transaction that failed has left.
    _ = detector.takeAlerts()
    for (number, entry) in chunk.entries.enumerated() {
      guard let seq = try append(number, entry.draft) else {
        result.duplicates += 1
        continue
      }
      result.stored += 1
      last = seq
      if entry.isWanted || !decides { feeder.feed(entry.draft, arrived: arrived, to: detector) }
    }
    guard result.stored > 0 else { return result }
    try raise(detector.takeAlerts().alerts, writer, &result)
    try writer.moveRuleCursors(RuleLedger.arrivalCursor, from: before, to: last)
    return result
  }

  /// Raises alerts up to the cap of each rule; what is beyond waits for the rule's next run.
  private func raise(_ alerts: [Alert], _ writer: StoreWriter, _ result: inout Result) throws {
    guard !alerts.isEmpty else { return }
    let execution = AlertWriter.Execution(id: makeID(), type: "scheduled")
    for alert in alerts {
      let rule = edition.arrival.rules[alert.rule]
      var counts = result.counts[rule.ruleID] ?? ArrivalCounters.Counts()
      counts.events += 1
      if alert.exception != nil {
        if try alertWriter.write(alert, execution, writer) { counts.expected += 1 }
      } else if counters.counts(rule.ruleID).alerts + counts.alerts >= rule.maxSignals {
        try writer.addPendingSignals(rule.ruleID, [Signal(alert).json])
        counts.postponed += 1
      } else if try alertWriter.write(alert, execution, writer) {
        counts.alerts += 1
        result.alerts += 1
      }
      result.counts[rule.ruleID] = counts
    }
  }
}
