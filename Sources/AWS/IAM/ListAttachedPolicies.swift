/// Reads the managed policies of a principal.
public struct ListAttachedPolicies: AWSQueryOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = AttachedPolicy

  /// What the call gives.
  public typealias Output = AWSPage<AttachedPolicy>

  /// The service.
  public static let service = AWSService.iam

  /// The user, the role or the group.
  public var principal: IAMPrincipal
  /// The token of the page before.
  public var nextToken: String?

  /// The managed policies of a principal.
  public init(principal: IAMPrincipal, nextToken: String? = nil) {
    self.principal = principal
    self.nextToken = nextToken
  }

  /// `ListAttachedUserPolicies`, `ListAttachedRolePolicies` or `ListAttachedGroupPolicies`.
  public var operationName: String { "ListAttached\(principal.kind)Policies" }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("\(principal.kind)Name", principal.name)
    parameters.set("Marker", nextToken)
    return parameters.all
  }

  /// A page of policies.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSPage<AttachedPolicy> {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    var items: [AttachedPolicy] = []
    for entry in result.members("AttachedPolicies") {
      items.append(
        AttachedPolicy(
          policyName: try entry.required("PolicyName"), policyARN: try entry.required("PolicyArn")))
    }
    return AWSPage(items, nextToken: result.nextMarker)
  }
}
