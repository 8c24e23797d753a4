public import CloudTrail
public import Events
import Rules

/// Runs the rules of a set over stored events, as their schedules ask for it.
///
/// A run has three steps: `demand` says which events it wants, a detector looks at these (`Detector.arrived` says of each
/// when it was stored), and `run` judges what the detector kept.
public struct ScheduledRuns: Sendable {
  /// The rules.
  public let rules: RuleSet
  private let results: RowResults
  private let mapper: ECSMapper
  private let options: DetectorOptions

  /// Runs of the rules of a set. Alerts carry `now` until they are created.
  public init(rules: RuleSet, mapper: ECSMapper, now: Timestamp) {
    self.rules = rules
    self.mapper = mapper
    options = DetectorOptions(now: now, usesTimestampOverride: true)
    results = RowResults(rules: rules, mapper: mapper, options: options)
  }

  /// What the run of a rule at a time wants to see; nil when the rule looks at nothing then.
  public func demand(_ rule: Int, at time: Timestamp, memory: RuleMemory) -> EventDemand? {
    guard rules.runs(rule), let period = rules.rules[rule].schedule.window(at: time) else { return nil }
    let nanoseconds = period.lowerBound.nanoseconds...period.upperBound.nanoseconds
    var start = nanoseconds.lowerBound
    if let rowRule = rules.rowPlans[rule]?.rule {
      start = max(min(start, rowRule.reach(nanoseconds, memory.state)), rowRule.settled(memory.state))
    }
    return EventDemand(
      condition: rules.condition(of: rule),
      times: min(start, nanoseconds.upperBound)...nanoseconds.upperBound)
  }

  /// A detector for some rules of the set.
  ///
  /// - Parameters:
  ///   - wanted: The places of the rules.
  ///   - time: The time of the run, or of the first of several, that the detector looks at events for; nil for none.
  /// - Returns: The detector.
  public func detector(for wanted: Set<Int>, at time: Timestamp? = nil) -> Detector {
    let detector = Detector(rules: rules, mapper: mapper, options: options)
    detector.limit(to: wanted)
    for rule in wanted {
      guard let period = time.flatMap({ rules.rules[rule].schedule.window(at: $0) }) else { continue }
      detector.begin(rule, period: period)
    }
    return detector
  }

  /// Says that a detector will look at the events of one run of each rule only, all of which have arrived by then. It then
  /// keeps less.
  ///
  /// - Parameters:
  ///   - detector: A detector that has not looked at an event yet.
  ///   - demands: What the run of each rule wants to see.
  public func prepare(_ detector: Detector, for demands: [(rule: Int, demand: EventDemand)]) {
    detector.keepForOneRun(
      Dictionary(demands.map { ($0.rule, $0.demand.times) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Judges what a detector kept for a rule that looks at several events.
  ///
  /// - Parameters:
  ///   - rule: The place of the rule.
  ///   - time: The time of the run.
  ///   - detector: A detector that has looked at the events of the run's demand.
  ///   - memory: What earlier runs left; what this run leaves.
  ///   - isKnown: Whether an alert was raised before, by its identifier.
  /// - Returns: What the run came to and what people should know about it; nil when the rule does not run.
  public func run(
    _ rule: Int, at time: Timestamp, seen detector: Detector, memory: inout RuleMemory,
    isKnown: (String) -> Bool
  ) -> (outcome: RunOutcome, warnings: [String])? {
    guard let plan = rules.rowPlans[rule], let period = rules.rules[rule].schedule.window(at: time) else {
      return nil
    }
    let warnings = WarningList()
    let table = detector.table
    let refused = (table.refused[rule] ?? 0) + detector.collapsed.refused(of: rule)
    if refused > 0 {
      warnings.add("\(refused) events found no room and were not considered")
    }
    if table.refusedDocuments > 0, plan.rule.needsDocuments {
      warnings.add(
        "\(table.refusedDocuments) events found no room for their fields: alerts of these show none")
    }
    let isCollapsed = detector.collapses(rule)
    let rows =
      isCollapsed
      ? RunRows(detector.collapsed.rows(of: rule, detector.values), events: [], mapper: mapper)
      : RunRows(table.rows[rule] ?? [], events: table.events, mapper: mapper)
    let runner = RuleRunner(
      rules: rules, number: rule, plan: plan, results: results, rows: rows, warnings: warnings)
    var outcome = runner.run(at: time, period, memory: &memory, isKnown: isKnown)
    if isCollapsed { outcome.events = detector.collapsed.count(of: rule) }
    return (outcome, warnings.texts)
  }

  /// The run of a rule that looks at each event by itself: its new alerts, with those that wait, up to its cap.
  ///
  /// - Parameters:
  ///   - rule: The place of the rule.
  ///   - time: The time of the run.
  ///   - alerts: The alerts that are new, in the order in which they are to be raised.
  ///   - memory: What earlier runs left; what this run leaves.
  /// - Returns: What the run came to and what people should know about it; nil when the rule does not run.
  public func run(
    _ rule: Int, at time: Timestamp, raising alerts: [Alert], memory: inout RuleMemory
  ) -> (outcome: RunOutcome, warnings: [String])? {
    guard let period = rules.rules[rule].schedule.window(at: time) else { return nil }
    let warnings = WarningList()
    let found = RunOutcome(
      time: time, period: period, events: alerts.count, signals: alerts.map(Signal.init), postponed: [])
    let outcome = RuleRunner.cap(
      rules.rules[rule], found, types: rules.types, memory: &memory, warnings: warnings)
    return (outcome, warnings.texts)
  }
}
