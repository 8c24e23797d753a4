import Console
import Detection
import Inputs
import Rules

/// What a scan came to.
struct FinishedScan {
  /// What everything was kept in; it lives as long as its alerts.
  let result: ScanResult
  let alerts: [Alert]
  let counts: DetectionCounts
  /// What people should know about the runs of rules.
  let warnings: [String]
  let reports: [FileReport]
  let problems: [InputProblem]
  let seconds: Double

  /// Whether everything was read.
  var isComplete: Bool { problems.isEmpty && reports.allSatisfy(\.isComplete) }

  /// The exceptions that explained matches, with their rules and counts, the most frequent first.
  func expected(_ rules: RuleSet) -> [(exception: String, rule: String, count: Int)] {
    var found = counts.expected
    for alert in alerts {
      guard let exception = alert.exception else { continue }
      found[ExpectedCount(rule: alert.rule, exception: exception), default: 0] += 1
    }
    return found.map { ($0.key.exception, rules.rules[$0.key.rule].name, $0.value) }
      .sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
  }

  func summary(_ rules: RuleSet) -> ScanSummary {
    var summary = ScanSummary()
    summary.filesRead = reports.count
    summary.problems = (problems + reports.flatMap(\.problems)).map { "\($0)" }
    summary.unnamedProblems = reports.reduce(0) { $0 + $1.unnamedProblems }
    summary.textBytes = reports.reduce(0) { $0 + $1.textBytes }
    summary.events = counts.events
    summary.seconds = seconds
    summary.rulesRun = rules.runningCount
    summary.rulesNotRun = rules.rules.count - rules.runningCount
    summary.histogram = counts.timeline.buckets.map { ($0.start, $0.count) }
    return summary
  }
}

extension Duration {
  /// The length in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
