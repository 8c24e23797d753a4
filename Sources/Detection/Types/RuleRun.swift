import Events
import Query

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

  /// The combinations of values of the row at a place, with their texts.
  func terms(_ place: Int, _ values: some Collection<Value>) -> [TermCombinations.Term] {
    func make() -> [TermCombinations.Term] { TermCombinations.terms(Array(values), warnings) }
    return cache?.terms(place, make) ?? make()
  }
}
