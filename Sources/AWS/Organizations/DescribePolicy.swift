public import Events
public import OrderedCollections

/// Reads the text of a policy of an organisation.
public struct DescribePolicy: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = String

  /// The service.
  public static let service = AWSService.organizations

  /// The identifier.
  public var policyID: String

  /// A policy.
  public init(policyID: String) {
    self.policyID = policyID
  }

  /// The members of the request.
  public var input: JSONObject {
    ["PolicyId": .string(policyID)]
  }

  /// The policy document, as JSON.
  public func output(json: JSON) throws(AWSDecodingError) -> String {
    guard let policy = json["Policy"] else { throw AWSDecodingError("the answer lacks Policy") }
    return try policy.text("Content")
  }
}
