import CloudTrail
import Events
import Rules

/// Makes the runs of a preview one after the other and remembers what a schedule remembers.
struct PreviewRunner {
  private let rules: RuleSet
  private let results: RowResults
  private let rows: RunRows
  private var state = RuleState()
  private var raised: Set<String> = []
  private var waiting: [Finding] = []

  /// Whether alerts wait for the next run.
  var isWaiting: Bool { !waiting.isEmpty }

  init(rules: RuleSet, mapper: ECSMapper, options: DetectorOptions, rows: RunRows) {
    self.rules = rules
    results = RowResults(rules: rules, mapper: mapper, options: options)
    self.rows = rows
  }

  mutating func run(
    _ replay: Replay, at time: Timestamp, _ period: ClosedRange<Timestamp>, into result: inout Preview.Result
  ) {
    let run = replay.run(at: time, period, &state)
    let nanoseconds = period.lowerBound.nanoseconds...period.upperBound.nanoseconds
    let events = rows.range(nanoseconds).count
    let new = run.findings.filter { raised.insert(Self.identity($0)).inserted }
    let findings = waiting + new
    guard events > 0 || !findings.isEmpty else { return }
    let cap = rules.rules[0].maxSignals
    waiting = Array(findings.dropFirst(cap))
    if !waiting.isEmpty {
      replay.warnings.add("max_signals (\(cap)) was reached; the rest was raised by later runs")
    }
    let before = result.alerts.count
    add(findings.prefix(cap), &result)
    result.runs.append(
      Preview.Run(
        time: time, period: period, events: events, alerts: result.alerts.count - before,
        postponed: waiting.count))
  }

  private func add(_ findings: some Sequence<Finding>, _ result: inout Preview.Result) {
    for finding in findings {
      let alerts = results.alerts(0, [finding], rows).filter { !$0.isPartOfGroup }
      result.alerts += alerts
      result.identities += alerts.map { _ in Self.identity(finding) }
    }
  }

  /// Raises what is still waiting, and joins what the rule suppresses.
  mutating func finish(_ result: inout Preview.Result) {
    add(waiting, &result)
    waiting = []
    guard let suppression = rules.rules[0].suppression else { return }
    let identities = Dictionary(zip(result.alerts.map(\.uuid), result.identities), uniquingKeysWith: { $1 })
    let rule = rules.rules[0]
    let suppressor = Suppressor(suppression, schedule: rule.schedule, ruleID: rule.ruleID)
    result.alerts = suppressor.apply(result.alerts, state: &state)
    result.identities = result.alerts.map { identities[$0.uuid] ?? $0.uuid }
  }

  private static func identity(_ finding: Finding) -> String {
    finding.identity.map { "\($0.utf8.count):\($0)" }.joined()
  }
}
