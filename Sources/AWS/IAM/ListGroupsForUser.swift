/// Reads the groups of a user.
public struct ListGroupsForUser: AWSQueryOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = IAMGroup

  /// What the call gives.
  public typealias Output = AWSPage<IAMGroup>

  /// The service.
  public static let service = AWSService.iam

  /// The name of the user.
  public var userName: String
  /// The token of the page before.
  public var nextToken: String?

  /// The groups of a user.
  public init(userName: String, nextToken: String? = nil) {
    self.userName = userName
    self.nextToken = nextToken
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("UserName", userName)
    parameters.set("Marker", nextToken)
    return parameters.all
  }

  /// A page of groups.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSPage<IAMGroup> {
    guard let result else { throw AWSDecodingError("the answer lacks \(operationName)Result") }
    var items: [IAMGroup] = []
    for entry in result.members("Groups") {
      items.append(
        IAMGroup(
          groupName: try entry.required("GroupName"), groupID: try entry.required("GroupId"),
          arn: try entry.required("Arn"), path: entry.optional("Path") ?? "/"))
    }
    return AWSPage(items, nextToken: result.nextMarker)
  }
}
