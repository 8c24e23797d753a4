import CloudTrail
import Events
import OrderedCollections
import Rules

/// Makes the runs of one rule of a set: what the rule finds becomes signals, each once, up to the cap of the run; what is
/// beyond waits for the next run; what the rule suppresses is joined. Previews and the schedule share it.
struct RuleRunner {
  private let rule: Rule
  private let types: FieldTypes
  private let number: Int
  private let results: RowResults
  private let replay: Replay

  init(rules: RuleSet, number: Int, plan: RowPlan, results: RowResults, rows: RunRows, warnings: WarningList)
  {
    rule = rules.rules[number]
    types = rules.types
    self.number = number
    self.results = results
    replay = Replay(rule: plan.rule, schedule: rule.schedule, rows: rows, warnings: warnings)
  }

  /// The run at a time.
  ///
  /// - Parameters:
  ///   - time: The time of the run.
  ///   - period: The period it looks at.
  ///   - memory: What earlier runs left; what this run leaves.
  ///   - isKnown: Whether a signal was raised before, by the identifier of its alert.
  /// - Returns: What the run came to.
  func run(
    at time: Timestamp, _ period: ClosedRange<Timestamp>, memory: inout RuleMemory, isKnown: (String) -> Bool
  ) -> RunOutcome {
    let run = replay.run(at: time, period, &memory.state)
    forget(before: period, &memory.state)
    let absorbed = memory.state.absorbed
    let new = signals(run, waiting: Set(memory.waiting.map(\.alert.uuid))) { uuid in
      absorbed[uuid] != nil || isKnown(uuid)
    }
    return Self.cap(
      rule, RunOutcome(time: time, period: period, events: run.count, signals: new, postponed: []),
      types: types, memory: &memory, warnings: replay.warnings)
  }

  /// The signals of a run that are not known yet.
  private func signals(_ run: Replay.Run, waiting: Set<String>, isKnown: (String) -> Bool) -> [Signal] {
    var seen = waiting
    return run.findings.compactMap { finding in
      let uuid = RowResults.uuid(finding, rule)
      guard !isKnown(uuid), seen.insert(uuid).inserted else { return nil }
      let alerts = results.alerts(number, [finding], run.rows)
      guard let first = alerts.first else { return nil }
      return Signal(alert: first, blocks: Array(alerts.dropFirst()), identity: Self.identity(finding))
    }
  }

  /// Forgets absorbed alerts that no later run can find again: those that were found before the period began.
  private func forget(before period: ClosedRange<Timestamp>, _ state: inout RuleState) {
    guard !state.absorbed.isEmpty else { return }
    state.absorbed = state.absorbed.filter { $0.value >= period.lowerBound.nanoseconds }
  }

  /// Puts what waits before what is new, cuts at the rule's `max_signals`, and joins what the rule suppresses. What exceptions
  /// explain counts towards no cap.
  static func cap(
    _ rule: Rule, _ outcome: RunOutcome, types: FieldTypes, memory: inout RuleMemory, warnings: WarningList
  ) -> RunOutcome {
    let expected = outcome.signals.filter { $0.alert.exception != nil }
    let new = outcome.signals.filter { $0.alert.exception == nil }
    let queue = memory.waiting + new
    let raised = Array(queue.prefix(rule.maxSignals))
    memory.waiting = Array(queue.dropFirst(rule.maxSignals))
    let left = memory.waiting.count + memory.unloaded
    if left > 0 {
      warnings.add("max_signals (\(rule.maxSignals)) was reached; the other \(left) are raised by later runs")
    }
    let known = queue.count - new.count
    var result = RunOutcome(
      time: outcome.time, period: outcome.period, events: outcome.events, signals: raised,
      postponed: Array(queue.dropFirst(max(known, rule.maxSignals))))
    suppress(rule, types, &result, &memory.state)
    result.signals += expected
    return result
  }

  private static func suppress(
    _ rule: Rule, _ types: FieldTypes, _ outcome: inout RunOutcome, _ state: inout RuleState
  ) {
    guard let suppression = rule.suppression, !outcome.signals.isEmpty else { return }
    let suppressor = Suppressor(suppression, of: rule, types: types)
    let byUUID = Dictionary(
      outcome.signals.map { ($0.alert.uuid, $0) }, uniquingKeysWith: { first, _ in first })
    let (kept, earlier) = suppressor.apply(outcome.signals.map(\.alert), state: &state)
    outcome.suppressed = outcome.signals.count - kept.count
    let remaining = Set(kept.map(\.uuid))
    for signal in outcome.signals where !remaining.contains(signal.alert.uuid) {
      state.absorbed[signal.alert.uuid] = outcome.time.nanoseconds
    }
    outcome.earlier = earlier
    outcome.signals = kept.compactMap { alert in
      byUUID[alert.uuid].map { Signal(alert: alert, blocks: $0.blocks, identity: $0.identity) }
    }
  }

  private static func identity(_ finding: Finding) -> String {
    finding.identity.map { "\($0.utf8.count):\($0)" }.joined()
  }
}
