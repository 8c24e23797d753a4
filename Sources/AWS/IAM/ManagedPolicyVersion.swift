public import Events

/// A version of a managed policy.
public struct ManagedPolicyVersion: Sendable, Hashable {
  /// The identifier, such as `v1`.
  public let versionID: String
  /// The policy document, as JSON.
  public let document: String
  /// Whether this version holds.
  public let isDefault: Bool
  /// When it was made.
  public let createDate: Timestamp?
}
