/// Writes an inline policy of a principal; one of the same name is replaced.
public struct PutInlinePolicy: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.iam

  /// The user, the role or the group.
  public var principal: IAMPrincipal
  /// The name of the policy.
  public var policyName: String
  /// The policy document, as JSON.
  public var document: String

  /// A policy to write.
  public init(principal: IAMPrincipal, policyName: String, document: String) {
    self.principal = principal
    self.policyName = policyName
    self.document = document
  }

  /// `PutUserPolicy`, `PutRolePolicy` or `PutGroupPolicy`.
  public var operationName: String { "Put\(principal.kind)Policy" }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("\(principal.kind)Name", principal.name)
    parameters.set("PolicyName", policyName)
    parameters.set("PolicyDocument", document)
    return parameters.all
  }
}
