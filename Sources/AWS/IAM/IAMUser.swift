public import Events

/// A user.
public struct IAMUser: Sendable, Hashable {
  /// The name.
  public let userName: String
  /// The unique identifier.
  public let userID: String
  /// The ARN.
  public let arn: String
  /// The path.
  public let path: String
  /// When the user was made.
  public let createDate: Timestamp?
  /// When the password was last used; nil when never or when there is none.
  public let passwordLastUsed: Timestamp?
  /// The policy that bounds the permissions.
  public let permissionsBoundaryARN: String?
  /// The tags.
  public let tags: [String: String]

  init(_ node: XMLNode) throws(AWSDecodingError) {
    userName = try node.required("UserName")
    userID = try node.required("UserId")
    arn = try node.required("Arn")
    path = node.optional("Path") ?? "/"
    createDate = node.time("CreateDate")
    passwordLastUsed = node.time("PasswordLastUsed")
    permissionsBoundaryARN = node["PermissionsBoundary"]?.optional("PermissionsBoundaryArn")
    tags = try node.tags()
  }
}
