/// Reads an inline policy of a principal.
public struct GetInlinePolicy: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = String

  /// The service.
  public static let service = AWSService.iam

  /// The user, the role or the group.
  public var principal: IAMPrincipal
  /// The name of the policy.
  public var policyName: String

  /// A policy.
  public init(principal: IAMPrincipal, policyName: String) {
    self.principal = principal
    self.policyName = policyName
  }

  /// `GetUserPolicy`, `GetRolePolicy` or `GetGroupPolicy`.
  public var operationName: String { "Get\(principal.kind)Policy" }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("\(principal.kind)Name", principal.name)
    parameters.set("PolicyName", policyName)
    return parameters.all
  }

  /// The policy document, as JSON.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> String {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    return try result.document("PolicyDocument")
  }
}
