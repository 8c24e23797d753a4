import Console
import Detection
import Inputs

/// What a scan came to.
struct FinishedScan {
  let alerts: [Alert]
  let counts: DetectionCounts
  /// What people should know about the runs of rules.
  let warnings: [String]
  let reports: [FileReport]
  let problems: [InputProblem]
  let seconds: Double

  /// Whether everything was read.
  var isComplete: Bool { problems.isEmpty && reports.allSatisfy(\.isComplete) }

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
