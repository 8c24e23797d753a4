public import Events

/// An access key of a user, without its secret.
public struct IAMAccessKey: Sendable, Hashable {
  /// The identifier.
  public let accessKeyID: String
  /// The user.
  public let userName: String?
  /// Whether it can be used.
  public let status: AccessKeyStatus
  /// When it was made.
  public let createDate: Timestamp?
}
