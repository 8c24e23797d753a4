import Query

/// A rule type that looks at several events: what it keeps of them, and how it judges them.
///
/// A run is a function of the rows of its period and of the state that earlier runs left; it may be made in a scan of files,
/// in a preview or by a schedule.
protocol RowRule: Sendable {
  /// The queries whose events are kept.
  var queries: [Expression] { get }
  /// Further conditions of which is kept whether they hold; they follow the queries in the steps of rows.
  var conditions: [Expression] { get }
  /// The fields whose values are kept.
  var fields: [String] { get }
  /// Whether alerts show the fields of the events.
  var needsDocuments: Bool { get }
  /// Whether a scan over files judges all events in one run instead of period by period.
  var runsOnceInScans: Bool { get }

  /// Whether an event that an exception explains is judged like any other and leads to an alert that is expected; otherwise
  /// it does not count at all.
  var raisesExpected: Bool { get }
  /// How long after its time a row still matters to runs whose period it has left, in nanoseconds.
  var lingering: Int64 { get }
  /// The queries whose events a run also wants when they lie before its period; nil for all.
  var looksBackOnlyAt: Set<Int>? { get }

  /// The earliest time of rows, in nanoseconds, that a run over a period wants to see.
  func reach(_ period: ClosedRange<Int64>, _ state: RuleState) -> Int64

  /// The time, in nanoseconds, before which rows say nothing that the rule does not know.
  func settled(_ state: RuleState) -> Int64

  /// Judges the events of a period.
  ///
  /// - Parameters:
  ///   - run: The period and the rows.
  ///   - state: What earlier runs left; what this run leaves.
  /// - Returns: What the rule found.
  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding]
}

extension RowRule {
  /// None.
  var conditions: [Expression] { [] }

  /// It does not count.
  var raisesExpected: Bool { false }

  /// It does not matter any more.
  var lingering: Int64 { 0 }

  /// All.
  var looksBackOnlyAt: Set<Int>? { nil }

  /// The beginning of the period.
  func reach(_ period: ClosedRange<Int64>, _ state: RuleState) -> Int64 { period.lowerBound }

  /// None.
  func settled(_ state: RuleState) -> Int64 { .min }
}
