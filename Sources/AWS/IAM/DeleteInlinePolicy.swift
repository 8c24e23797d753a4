/// Removes an inline policy of a principal.
public struct DeleteInlinePolicy: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.iam

  /// The user, the role or the group.
  public var principal: IAMPrincipal
  /// The name of the policy.
  public var policyName: String

  /// A policy to remove.
  public init(principal: IAMPrincipal, policyName: String) {
    self.principal = principal
    self.policyName = policyName
  }

  /// `DeleteUserPolicy`, `DeleteRolePolicy` or `DeleteGroupPolicy`.
  public var operationName: String { "Delete\(principal.kind)Policy" }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("\(principal.kind)Name", principal.name)
    parameters.set("PolicyName", policyName)
    return parameters.all
  }
}
