/// Reads the names of the inline policies of a principal.
public struct ListInlinePolicies: AWSQueryOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = String

  /// What the call gives.
  public typealias Output = AWSPage<String>

  /// The service.
  public static let service = AWSService.iam

  /// The user, the role or the group.
  public var principal: IAMPrincipal
  /// The token of the page before.
  public var nextToken: String?

  /// The inline policies of a principal.
  public init(principal: IAMPrincipal, nextToken: String? = nil) {
    self.principal = principal
    self.nextToken = nextToken
  }

  /// `ListUserPolicies`, `ListRolePolicies` or `ListGroupPolicies`.
  public var operationName: String { "List\(principal.kind)Policies" }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("\(principal.kind)Name", principal.name)
    parameters.set("Marker", nextToken)
    return parameters.all
  }

  /// A page of names.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSPage<String> {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    return AWSPage(result.members("PolicyNames").map(\.text), nextToken: result.nextMarker)
  }
}
