import CloudTrail
import Detection
import Events
import OrderedCollections
import Rules
import Storage

/// Makes new rules take over: rules that are new or changed begin anew, and rules that judge on arrival first judge what
/// they have not seen.
struct Activation: Sendable {
  let mapper: ECSMapper
  let ledger: RuleLedger
  let alertWriter: AlertWriter
  let scheduler: Scheduler
  let clock: EngineClock
  let makeID: @Sendable () -> String

  /// Prepares an edition in the transaction in which it takes over.
  ///
  /// - Returns: The progress of rules to note when the transaction is stored.
  /// - Throws: `StoreError`.
  func prepare(_ edition: Edition, _ writer: StoreWriter) throws -> [String: RuleProgress?] {
    var changed: [String: RuleProgress?] = [:]
    let running = Set(edition.running.map { edition.active.rules[$0].ruleID })
    for rule in try writer.rulesWithState() where !running.contains(rule) {
      try writer.forgetRuleProgress(rule)
      changed.updateValue(nil, forKey: rule)
    }
    let now = clock.now()
    let runs = ScheduledRuns(rules: edition.active, mapper: mapper, now: now)
    let unjudged = try UnjudgedEvents(edition: edition, runs: runs, time: now)
    let head = try writer.lastSeq()
    for place in edition.running {
      let rule = edition.active.rules[place]
      let (progress, isNew) = try progress(of: rule, edition, now, writer)
      if isNew { changed.updateValue(progress, forKey: rule.ruleID) }
      if edition.judgesOnArrival(place) {
        try judge(place, progress, unjudged, edition, head, writer)
      } else {
        try standStill(rule.ruleID, writer)
      }
    }
    return changed
  }

  /// The progress of a rule; a rule that is new, or says something else than before, begins anew.
  private func progress(
    of rule: Rule, _ edition: Edition, _ now: Timestamp, _ writer: StoreWriter
  ) throws -> (progress: RuleProgress, isNew: Bool) {
    let hash = edition.versions[rule.ruleID]?.hash ?? ""
    let known = try RuleProgress(rule: rule.ruleID, writer)
    if let known, known.hash == hash { return (known, ledger.progress(rule.ruleID) == nil) }
    try writer.forgetRuleProgress(rule.ruleID)
    var new = RuleProgress(hash: hash, next: rule.schedule.firstRun(atOrAfter: now))
    new.last = known?.last
    try new.store(rule: rule.ruleID, since: nil, writer)
    return (new, true)
  }

  /// Lets a rule judge what it has not judged yet, so that from now on it judges on arrival.
  private func judge(
    _ place: Int, _ progress: RuleProgress, _ unjudged: UnjudgedEvents, _ edition: Edition, _ head: Int64,
    _ writer: StoreWriter
  ) throws {
    let rule = edition.active.rules[place]
    let cursor = try writer.ruleCursor(rule.ruleID, RuleLedger.arrivalCursor)
    guard cursor != head else { return }
    // What a rule that looks at more in its runs has not judged yet, these will judge.
    let found =
      edition.active.looksAtSingleEvents(place)
      ? try unjudged.find(place, progress, writer) : UnjudgedEvents.Found()
    let execution = AlertWriter.Execution(id: makeID(), type: "scheduled")
    var raised = 0
    for alert in found.alerts where try writer.alertRow(alert.uuid) == nil {
      if alert.exception == nil, raised >= rule.maxSignals {
        try writer.addPendingSignals(rule.ruleID, [Signal(alert).json])
      } else if try alertWriter.write(alert, execution, writer), alert.exception == nil {
        raised += 1
      }
    }
    try writer.setRuleCursor(rule.ruleID, RuleLedger.arrivalCursor, to: head)
    try writer.removeRuleCursor(rule.ruleID, RuleLedger.scheduleCursor)
  }

  /// Lets a rule that judged on arrival go on from there on its schedule.
  private func standStill(_ rule: String, _ writer: StoreWriter) throws {
    guard let cursor = try writer.ruleCursor(rule, RuleLedger.arrivalCursor) else { return }
    try writer.setRuleCursor(rule, RuleLedger.scheduleCursor, to: cursor)
    try writer.removeRuleCursor(rule, RuleLedger.arrivalCursor)
  }

  /// Lets an edition that was stored take over.
  func finish(_ edition: Edition, _ progress: [String: RuleProgress?]) {
    for (rule, new) in progress { ledger.set(rule, new) }
    scheduler.activate(edition)
  }
}
