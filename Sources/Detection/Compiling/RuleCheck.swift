/// Whether a rule can run.
public struct RuleCheck: Sendable, Hashable {
  /// The answer.
  public enum Status: String, Sendable, Hashable {
    /// The rule runs.
    case ok
    /// The rule is well formed, but needs something that this version does not have.
    case unsupported
    /// The rule is wrong.
    case error
  }

  /// The answer.
  public let status: Status
  /// Why the rule does not run; nil when it does.
  public let reason: String?
  /// Where a rule that runs differs from what its author may expect.
  public let notes: [String]
}
