public import Events
import OrderedCollections

/// What would be done, with which calls, and what would be different afterwards.
public struct ResponsePlan: Sendable, Hashable {
  /// The alert that it answers.
  public let alert: String
  /// The rule that raised the alert.
  public let rule: String
  /// The name of the playbook.
  public let playbook: String
  /// What it acts on.
  public let subject: ResponseSubject
  /// The response that it takes back; nil when it takes none back.
  public let undoes: String?
  /// What would be done.
  public let step: ResponseStep
  /// The state that the plan was made for.
  public let before: Observation
  /// Whose credentials read the state.
  public let caller: String
  /// When the plan was made.
  public let planned: Timestamp
  /// The calls that read the state.
  public let observed: [CallRecord]

  /// What would be different.
  public var changes: [StateChange] {
    StateChange.between(before.state, before.state.merging(step.expected) { _, new in new })
  }

  /// Whether there is nothing to do.
  public var isEmpty: Bool { step.calls.isEmpty }
}
