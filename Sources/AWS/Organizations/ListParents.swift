public import Events
public import OrderedCollections

/// Tells which unit or root an account or a unit lies in.
public struct ListParents: AWSJSONOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = OrganizationParent

  /// What the call gives.
  public typealias Output = AWSPage<OrganizationParent>

  /// The service.
  public static let service = AWSService.organizations

  /// The account or the unit.
  public var childID: String
  /// The token of the page before.
  public var nextToken: String?

  /// What a child lies in.
  public init(childID: String, nextToken: String? = nil) {
    self.childID = childID
    self.nextToken = nextToken
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = ["ChildId": .string(childID)]
    input.set("NextToken", nextToken)
    return input
  }

  /// The parent; there is one.
  public func output(json: JSON) throws(AWSDecodingError) -> AWSPage<OrganizationParent> {
    var parents: [OrganizationParent] = []
    for entry in json.list("Parents") {
      parents.append(OrganizationParent(id: try entry.text("Id"), type: try entry.text("Type")))
    }
    return AWSPage(parents, nextToken: json["NextToken"]?.string)
  }
}
