/// A managed policy that is attached to a principal.
public struct AttachedPolicy: Sendable, Hashable {
  /// The name.
  public let policyName: String
  /// The ARN.
  public let policyARN: String
}
