/// Reads a managed policy without its text.
public struct GetPolicy: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = ManagedPolicy

  /// The service.
  public static let service = AWSService.iam

  /// The ARN of the policy.
  public var policyARN: String

  /// A policy.
  public init(policyARN: String) {
    self.policyARN = policyARN
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("PolicyArn", policyARN)
    return parameters.all
  }

  /// The policy.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> ManagedPolicy {
    let node = try XMLNode.child("Policy", of: result)
    return ManagedPolicy(
      policyName: try node.required("PolicyName"), policyID: node.optional("PolicyId"),
      arn: try node.required("Arn"), defaultVersionID: try node.required("DefaultVersionId"),
      attachmentCount: node.optional("AttachmentCount").flatMap { Int($0) },
      createDate: node.time("CreateDate"), updateDate: node.time("UpdateDate"))
  }
}
