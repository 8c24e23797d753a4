/// Reads a version of a managed policy.
public struct GetPolicyVersion: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = ManagedPolicyVersion

  /// The service.
  public static let service = AWSService.iam

  /// The ARN of the policy.
  public var policyARN: String
  /// The version.
  public var versionID: String

  /// A version.
  public init(policyARN: String, versionID: String) {
    self.policyARN = policyARN
    self.versionID = versionID
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("PolicyArn", policyARN)
    parameters.set("VersionId", versionID)
    return parameters.all
  }

  /// The version.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> ManagedPolicyVersion {
    let node = try XMLNode.child("PolicyVersion", of: result)
    return ManagedPolicyVersion(
      versionID: try node.required("VersionId"), document: try node.document("Document"),
      isDefault: node.optional("IsDefaultVersion") == "true", createDate: node.time("CreateDate"))
  }
}
