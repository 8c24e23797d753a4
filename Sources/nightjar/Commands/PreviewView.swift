import Console
import Detection
import Events
import OrderedCollections

/// What a preview shows.
struct PreviewView {
  let result: Preview.Result
  /// The preview of another version of the rule.
  let other: Preview.Result?

  private static let shownRuns = 40
  private static let shownAlerts = 100

  // MARK: Text

  var lines: [String] {
    var lines = ["\(Quantity.text(result.runCount, "run")), \(result.runs.count) with events"]
    let raising = result.runs.filter { $0.alerts > 0 || $0.postponed > 0 }
    lines += raising.prefix(Self.shownRuns).map(line)
    if raising.count > Self.shownRuns {
      lines.append("  … and \(raising.count - Self.shownRuns) more runs with alerts")
    }
    lines += histogram
    lines.append(Quantity.text(result.alerts.count, "alert"))
    lines += result.alerts.prefix(Self.shownAlerts).map { "  \(Self.text($0))" }
    if result.alerts.count > Self.shownAlerts {
      lines.append("  … and \(result.alerts.count - Self.shownAlerts) more")
    }
    return lines + difference
  }

  private func line(_ run: Preview.Run) -> String {
    var text = "  \(run.time)  \(run.period.lowerBound) … \(run.period.upperBound)  "
    text += "\(Quantity.text(run.events, "event")), \(Quantity.text(run.alerts, "alert"))"
    return run.postponed > 0 ? text + ", \(run.postponed) postponed" : text
  }

  private var histogram: [String] {
    var counts = TimeHistogram()
    for alert in result.alerts { if let time = alert.originalTime { counts.add(time) } }
    guard let timeline = Timeline(counts.buckets.map { ($0.start, $0.count) }, steps: 60) else { return [] }
    return ["Alerts, \(Quantity.step(timeline.stepSeconds)) a bar", Sparkline.text(timeline.counts)]
  }

  private static func text(_ alert: Alert) -> String {
    let row = AlertRow(alert.document)
    let parts = [
      alert.originalTime.map { "\($0)" } ?? "-", alert.severity, row.ruleName, row.principal, row.source,
    ]
    return parts.filter { !$0.isEmpty && $0 != "-" }.map { Sanitizer.clean($0) }.joined(separator: "  ")
  }

  private var difference: [String] {
    guard let other else { return [] }
    let (same, gone, new) = compare(other)
    var lines = [
      "Against the other version: \(same) the same, \(gone.count) only here, \(new.count) only there"
    ]
    lines += gone.prefix(Self.shownAlerts).map { "  - \(Self.text($0))" }
    lines += new.prefix(Self.shownAlerts).map { "  + \(Self.text($0))" }
    return lines
  }

  private func compare(_ other: Preview.Result) -> (same: Int, gone: [Alert], new: [Alert]) {
    let (mine, theirs) = (Set(result.identities), Set(other.identities))
    let gone = zip(result.alerts, result.identities).filter { !theirs.contains($0.1) }.map(\.0)
    let new = zip(other.alerts, other.identities).filter { !mine.contains($0.1) }.map(\.0)
    return (mine.intersection(theirs).count, gone, new)
  }

  // MARK: JSON

  var json: JSON {
    var object: JSONObject = [
      "run_count": .number(JSONNumber(result.runCount)), "runs": .array(result.runs.map(Self.json)),
      "alerts": .array(result.alerts.map { .object($0.document) }),
      "warnings": .array(result.warnings.map { .string($0) }),
    ]
    if let other {
      let (same, gone, new) = compare(other)
      object["against"] = [
        "same": .number(JSONNumber(same)), "only_here": .array(gone.map { .string($0.uuid) }),
        "only_there": .array(new.map { .object($0.document) }),
      ]
    }
    return .object(object)
  }

  private static func json(_ run: Preview.Run) -> JSON {
    [
      "time": .string("\(run.time)"), "from": .string("\(run.period.lowerBound)"),
      "to": .string("\(run.period.upperBound)"), "events": .number(JSONNumber(run.events)),
      "alerts": .number(JSONNumber(run.alerts)), "postponed": .number(JSONNumber(run.postponed)),
    ]
  }
}
