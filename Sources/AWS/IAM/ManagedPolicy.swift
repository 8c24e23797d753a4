public import Events

/// A managed policy, without its text.
public struct ManagedPolicy: Sendable, Hashable {
  /// The name.
  public let policyName: String
  /// The unique identifier.
  public let policyID: String?
  /// The ARN.
  public let arn: String
  /// The version that holds.
  public let defaultVersionID: String
  /// To how many principals it is attached.
  public let attachmentCount: Int?
  /// When it was made.
  public let createDate: Timestamp?
  /// When its latest version was made.
  public let updateDate: Timestamp?
}
