/// A group of users.
public struct IAMGroup: Sendable, Hashable {
  /// The name.
  public let groupName: String
  /// The unique identifier.
  public let groupID: String
  /// The ARN.
  public let arn: String
  /// The path.
  public let path: String
}
