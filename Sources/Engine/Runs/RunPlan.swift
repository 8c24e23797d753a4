import Events
import Storage

/// Runs of several rules that are made together: at the same time, over events that are read once.
struct RunPlan: Sendable {
  /// The time of the runs.
  let time: Timestamp
  /// The rules, by their places among the active ones.
  let rules: [Int]
  /// Why they run.
  let kind: RuleExecution.Kind
}
