/// Which version of a rule is meant.
public struct RuleStamp: Sendable, Hashable {
  /// The number of the version in the store; larger is newer.
  public let version: Int64
  /// The SHA-256 of what the rule does, in hexadecimal.
  public let hash: String
}
