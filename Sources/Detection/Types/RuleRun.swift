import Events

/// One run of a rule.
struct RuleRun {
  /// The rows of the rule; also those outside the period.
  let rows: RunRows
  /// The places of the rows in the period.
  let range: Range<Int>
  /// The period, in nanoseconds, both ends included.
  let period: ClosedRange<Int64>
  /// The time of the run.
  let time: Timestamp
  /// Whether no further events will come: a scan that has read everything.
  let isLast: Bool
  /// Collects what people should know about the run.
  let warnings: WarningList
  /// Shared by runs over the same rows at the same places; nil when there is one run only.
  var cache: RunCache?
}
