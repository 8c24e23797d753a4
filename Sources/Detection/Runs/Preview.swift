public import CloudTrail
public import Events
import OrderedCollections
import Rules

/// Runs one rule over events as its schedule would have: every interval, over its period, with its cap on alerts.
///
/// Alerts beyond the cap of a run are raised by the following runs, so that none is lost.
public struct Preview: Sendable {
  /// One run.
  public struct Run: Sendable {
    /// When it ran.
    public let time: Timestamp
    /// The period it looked at.
    public let period: ClosedRange<Timestamp>
    /// How many events of the rule the period had.
    public let events: Int
    /// How many alerts it raised.
    public let alerts: Int
    /// How many were left for the following runs.
    public let postponed: Int
  }

  /// What the runs came to.
  public struct Result: Sendable {
    /// The runs whose period had events, in order.
    public internal(set) var runs: [Run] = []
    /// How many runs there were in all.
    public internal(set) var runCount = 0
    /// The alerts, in the order in which they were raised.
    public internal(set) var alerts: [Alert] = []
    /// For each alert what makes it the same in another version of the rule.
    public internal(set) var identities: [String] = []
    /// What people should know about the runs.
    public internal(set) var warnings: [String] = []

    /// No runs.
    public init() {}
  }

  /// So many runs are made.
  public static let maximumRuns = 200_000

  private let rules: RuleSet
  private let mapper: ECSMapper
  private let options: DetectorOptions

  /// A preview of the first rule of a set, which was compiled for schedules.
  public init(rules: RuleSet, mapper: ECSMapper, options: DetectorOptions) {
    self.rules = rules
    self.mapper = mapper
    self.options = options
  }

  /// The runs from one time to another; without times, those that could see an event.
  ///
  /// - Parameters:
  ///   - kept: What the detectors kept.
  ///   - from: The time of the first run; nil for the first that sees an event.
  ///   - to: The time after which no run begins; nil for the last that sees an event.
  /// - Returns: The runs and their alerts.
  public func run(_ kept: KeptRows, from: Timestamp?, to: Timestamp?) -> Result {
    var result = Result()
    guard let rule = rules.rules.first, let plan = rules.rowPlans[0] else { return result }
    let rows = RunRows(kept.rows(of: 0, collapsed: plan.collapses), events: kept.table.events, mapper: mapper)
    let warnings = WarningList()
    let schedule = rule.schedule
    let lingering = plan.rule.lingering
    guard let span = Self.span(rows, schedule, from, to, lingering) else { return result }
    let results = RowResults(rules: rules, mapper: mapper, options: options)
    var runner = PreviewRunner(rules: rules, plan: plan, results: results, rows: rows, warnings: warnings)
    var time = span.lowerBound
    result.runCount = Int((span.upperBound.nanoseconds - time.nanoseconds) / schedule.interval) + 1
    for made in 0... {
      guard made < Self.maximumRuns else {
        warnings.add(
          "only the first \(Self.maximumRuns) runs with events were made; narrow the time with --from and --to"
        )
        break
      }
      guard let next = Self.nextRun(time, rows, schedule, lingering, isWaiting: runner.isWaiting),
        next <= span.upperBound || (to == nil && runner.isWaiting)
      else { break }
      if let period = schedule.window(at: next) { runner.run(at: next, period, into: &result) }
      let (following, overflow) = next.nanoseconds.addingReportingOverflow(schedule.interval)
      guard !overflow else { break }
      time = Timestamp(nanoseconds: following)
    }
    runner.finish(at: time, into: &result)
    result.warnings = warnings.texts
    return result
  }

  /// The first run at or after a time that sees an event, or has alerts to raise that are waiting.
  private static func nextRun(
    _ time: Timestamp, _ rows: RunRows, _ schedule: Schedule, _ lingering: Int64, isWaiting: Bool
  ) -> Timestamp? {
    guard !isWaiting, let period = schedule.window(at: time) else { return time }
    let (first, overflow) = period.lowerBound.nanoseconds.subtractingReportingOverflow(lingering)
    let range = rows.range((overflow ? .min : first)...period.upperBound.nanoseconds)
    guard range.isEmpty else { return time }
    guard range.lowerBound < rows.rows.count else { return nil }
    return max(time, schedule.firstRun(atOrAfter: Timestamp(nanoseconds: rows.rows[range.lowerBound].time)))
  }

  private static func span(
    _ rows: RunRows, _ schedule: Schedule, _ from: Timestamp?, _ to: Timestamp?, _ lingering: Int64
  ) -> ClosedRange<Timestamp>? {
    let times = (rows.rows.first?.time, rows.rows.last?.time)
    guard let first = from ?? times.0.map({ Timestamp(nanoseconds: $0) }) else { return nil }
    guard let last = to ?? times.1.map({ Timestamp(nanoseconds: $0) }) else { return nil }
    let start = schedule.firstRun(atOrAfter: first)
    // The last event is seen by every run up to the length of the period later.
    let length = schedule.window(at: start).map { $0.upperBound.nanoseconds - $0.lowerBound.nanoseconds } ?? 0
    let (end, overflow) = last.nanoseconds.addingReportingOverflow(to == nil ? length + lingering : 0)
    let limit = Timestamp(nanoseconds: overflow ? .max : end)
    return start <= limit ? start...limit : nil
  }
}
