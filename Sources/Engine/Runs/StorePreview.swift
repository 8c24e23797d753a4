import CloudTrail
public import Detection
public import Events
public import Rules
public import Storage

/// What a rule would have done, judged by the stored events as they arrived.
public struct StorePreview: Sendable {
  private let store: Store
  private let mapper: ECSMapper
  private let types: FieldTypes
  private let material: RuleMaterial
  private let exceptions: ExceptionSet

  init(
    store: Store, mapper: ECSMapper, types: FieldTypes, material: RuleMaterial, exceptions: ExceptionSet
  ) {
    self.store = store
    self.mapper = mapper
    self.types = types
    self.material = material
    self.exceptions = exceptions
  }

  /// A rule that cannot be previewed.
  public struct Refusal: Error, CustomStringConvertible {
    /// Why.
    public let description: String
  }

  /// Runs a rule as its schedule would have.
  ///
  /// - Parameters:
  ///   - rule: The rule, whether it is known or not.
  ///   - from: The time of the first run, at the earliest.
  ///   - to: The time after which no run begins.
  ///   - appliesExceptions: Whether the exceptions hold.
  ///   - countsArrival: Whether a run sees only what had arrived by then; otherwise events count as arrived when they
  ///     happened, which suits events that were brought in later.
  /// - Returns: The runs and their alerts, of which nothing is stored.
  /// - Throws: `Refusal` when the rule does not run; `StoreError`.
  public func run(
    _ rule: Rule, from: Timestamp, to: Timestamp, appliesExceptions: Bool = true, countsArrival: Bool = true
  ) throws -> Preview.Result {
    let rules = RuleSet(
      [rule], types: types, now: to, indicators: material.indicators, tables: material.tables,
      exceptions: appliesExceptions ? exceptions : ExceptionSet(), keepsEvents: true)
    guard rules.runs(0) else {
      throw Refusal(description: rules.checks.first?.reason ?? "the rule does not run")
    }
    let runs = ScheduledRuns(rules: rules, mapper: mapper, now: to)
    let first = rule.schedule.firstRun(atOrAfter: from)
    guard let demand = runs.demand(0, at: first, memory: RuleMemory()), first <= to else {
      return Preview.Result()
    }
    let period = Timestamp(nanoseconds: demand.times.lowerBound)...max(to, first)
    let detector = runs.detector(for: [0], at: first)
    try store.read { reader in
      if rules.readsAlerts(0) {
        _ = try AlertFeed(places: [rule.ruleID: 0]).feed(period, to: detector, reader)
      } else {
        _ = try EventFeed.feed(
          demand.condition, period, arrivedBy: countsArrival ? to : nil, to: detector, reader)
      }
    }
    let kept = KeptRows()
    kept.add(detector)
    let options = DetectorOptions(now: to, usesTimestampOverride: true)
    return Preview(rules: rules, mapper: mapper, options: options).run(kept, from: first, to: to)
  }
}
