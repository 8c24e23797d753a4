import Events
import Storage

/// What templates show of runs and gaps of rules.
enum RunValues {
  /// The values of a run.
  static func of(_ run: RuleExecution, now: Timestamp) -> PageValues {
    let seconds = run.finished.map { Double($0.nanoseconds - run.started.nanoseconds) / 1e9 }
    var values: PageValues = [
      "runID": run.id, "kind": run.kind.rawValue, "started": AlertRowValues.time(run.started, now),
      "status": run.status.rawValue,
      "statusClass": run.status == .partialFailure ? "partial" : run.status.rawValue,
      "periodText": "\(TimeText.utc(run.period.lowerBound)) – \(TimeText.utc(run.period.upperBound))",
      "events": TimeText.count(run.counts.events), "candidates": TimeText.count(run.counts.candidates),
      "alerts": TimeText.count(run.counts.alerts), "suppressed": run.counts.suppressed,
      "postponed": run.counts.postponed, "expected": run.counts.expected,
      "took": seconds.map { "\(HistogramChart.rounded($0 * 100) / 100) s" } ?? "–",
      "gapText": run.gap > 0 ? TimeText.duration(run.gap / 1_000_000_000) : "",
      "messages": ([run.error].compactMap(\.self) + run.warnings).map { ["words": $0] as PageValues },
    ]
    if run.gap > 0 { values["hasGap"] = true }
    return values
  }

  /// The values of a gap.
  static func of(_ gap: RuleGap, now: Timestamp) -> PageValues {
    [
      "gapFrom": gap.period.lowerBound.description, "gapTo": gap.period.upperBound.description,
      "gapText": "\(TimeText.utc(gap.period.lowerBound)) – \(TimeText.utc(gap.period.upperBound))",
      "length": TimeText.duration(
        (gap.period.upperBound.nanoseconds - gap.period.lowerBound.nanoseconds) / 1_000_000_000),
      "gapStatus": gap.status.rawValue.replacing("_", with: " "),
      "isUnfilled": gap.status == .unfilled || gap.status == .error,
      "gapError": gap.error ?? "",
    ]
  }
}
