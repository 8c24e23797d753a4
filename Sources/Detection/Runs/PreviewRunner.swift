import CloudTrail
import Events
import Rules

/// Makes the runs of a preview one after the other and remembers what a schedule remembers.
struct PreviewRunner {
  private let runner: RuleRunner
  private let rule: Rule
  private let types: FieldTypes
  private let warnings: WarningList
  private var memory = RuleMemory()
  private var raised: Set<String> = []
  /// For each alert of the result its place, so that later runs can add what it took in.
  private var places: [String: Int] = [:]

  /// Whether alerts wait for the next run.
  var isWaiting: Bool { !memory.waiting.isEmpty }

  init(rules: RuleSet, plan: RowPlan, results: RowResults, rows: RunRows, warnings: WarningList) {
    rule = rules.rules[0]
    types = rules.types
    self.warnings = warnings
    runner = RuleRunner(rules: rules, number: 0, plan: plan, results: results, rows: rows, warnings: warnings)
  }

  mutating func run(at time: Timestamp, _ period: ClosedRange<Timestamp>, into result: inout Preview.Result) {
    let known = raised
    let outcome = runner.run(at: time, period, memory: &memory) { known.contains($0) }
    take(outcome, into: &result)
    guard outcome.events > 0 || !outcome.signals.isEmpty else { return }
    result.runs.append(
      Preview.Run(
        time: time, period: period, events: outcome.events,
        alerts: outcome.signals.count { $0.alert.exception == nil },
        postponed: memory.waiting.count))
  }

  /// Raises what is still waiting.
  mutating func finish(at time: Timestamp, into result: inout Preview.Result) {
    guard isWaiting, let period = rule.schedule.window(at: time) else { return }
    let rest = RunOutcome(time: time, period: period, events: 0, signals: [], postponed: [])
    while isWaiting {
      take(
        RuleRunner.cap(rule, rest, types: types, memory: &memory, warnings: warnings), into: &result)
    }
  }

  private mutating func take(_ outcome: RunOutcome, into result: inout Preview.Result) {
    for signal in outcome.signals {
      raised.insert(signal.alert.uuid)
      guard signal.alert.exception == nil else { continue }
      places[signal.alert.uuid] = result.alerts.count
      result.alerts.append(signal.alert)
      result.identities.append(signal.identity)
    }
    for window in outcome.earlier {
      guard let place = places[window.alert] else { continue }
      result.alerts[place] = result.alerts[place].takingIn(window)
    }
  }
}
