public import Events
public import OrderedCollections

/// Reads which policies are attached directly to an account, an organisational unit or the root.
public struct ListPoliciesForTarget: AWSJSONOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = OrganizationPolicy

  /// What the call gives.
  public typealias Output = AWSPage<OrganizationPolicy>

  /// The service.
  public static let service = AWSService.organizations

  /// The account, the unit or the root.
  public var targetID: String
  /// The type of policy.
  public var type: String
  /// The token of the page before.
  public var nextToken: String?

  /// The policies of a target.
  public init(targetID: String, type: String = "SERVICE_CONTROL_POLICY", nextToken: String? = nil) {
    self.targetID = targetID
    self.type = type
    self.nextToken = nextToken
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = ["TargetId": .string(targetID), "Filter": .string(type)]
    input.set("NextToken", nextToken)
    return input
  }

  /// A page of policies.
  public func output(json: JSON) throws(AWSDecodingError) -> AWSPage<OrganizationPolicy> {
    var policies: [OrganizationPolicy] = []
    for entry in json.list("Policies") { policies.append(try OrganizationPolicy(entry)) }
    return AWSPage(policies, nextToken: json["NextToken"]?.string)
  }
}
