/// Reads a role.
public struct GetRole: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = IAMRole

  /// The service.
  public static let service = AWSService.iam

  /// The name.
  public var roleName: String

  /// A role.
  public init(roleName: String) {
    self.roleName = roleName
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("RoleName", roleName)
    return parameters.all
  }

  /// The role.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> IAMRole {
    try IAMRole(try XMLNode.child("Role", of: result))
  }
}
