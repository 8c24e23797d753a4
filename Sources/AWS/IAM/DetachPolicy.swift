/// Takes a managed policy from a principal.
public struct DetachPolicy: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.iam

  /// The user, the role or the group.
  public var principal: IAMPrincipal
  /// The ARN of the policy.
  public var policyARN: String

  /// A policy to take away.
  public init(principal: IAMPrincipal, policyARN: String) {
    self.principal = principal
    self.policyARN = policyARN
  }

  /// `DetachUserPolicy`, `DetachRolePolicy` or `DetachGroupPolicy`.
  public var operationName: String { "Detach\(principal.kind)Policy" }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("\(principal.kind)Name", principal.name)
    parameters.set("PolicyArn", policyARN)
    return parameters.all
  }
}
