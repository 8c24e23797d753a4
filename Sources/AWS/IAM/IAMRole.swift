public import Events

/// A role.
public struct IAMRole: Sendable, Hashable {
  /// The name.
  public let roleName: String
  /// The unique identifier.
  public let roleID: String
  /// The ARN.
  public let arn: String
  /// The path.
  public let path: String
  /// When the role was made.
  public let createDate: Timestamp?
  /// Who may assume the role, as a policy document in JSON.
  public let trustPolicy: String
  /// The description.
  public let description: String?
  /// How long a session may last.
  public let maximumSessionSeconds: Int?
  /// The policy that bounds the permissions.
  public let permissionsBoundaryARN: String?
  /// When the role was last used, within the last 400 days.
  public let lastUsedDate: Timestamp?
  /// The tags.
  public let tags: [String: String]

  init(_ node: XMLNode) throws(AWSDecodingError) {
    roleName = try node.required("RoleName")
    roleID = try node.required("RoleId")
    arn = try node.required("Arn")
    path = node.optional("Path") ?? "/"
    createDate = node.time("CreateDate")
    trustPolicy = try node.document("AssumeRolePolicyDocument")
    description = node.optional("Description")
    maximumSessionSeconds = node.optional("MaxSessionDuration").flatMap { Int($0) }
    permissionsBoundaryARN = node["PermissionsBoundary"]?.optional("PermissionsBoundaryArn")
    lastUsedDate = node["RoleLastUsed"]?.time("LastUsedDate")
    tags = try node.tags()
  }
}
