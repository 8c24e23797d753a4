public import Events

/// Somebody agreed to a plan.
public struct ResponseApproval: Sendable, Hashable {
  /// Who.
  public let actor: String
  /// The hash of the plan that was agreed to, in hexadecimal.
  public let planHash: String
  /// When.
  public let at: Timestamp

  /// An approval.
  public init(actor: String, planHash: String, at: Timestamp) {
    self.actor = actor
    self.planHash = planHash
    self.at = at
  }
}
