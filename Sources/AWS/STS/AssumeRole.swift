/// Takes on a role.
public struct AssumeRole: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = AWSCredentials

  /// The service.
  public static let service = AWSService.sts

  /// The role.
  public var roleARN: String
  /// The name of the session, which CloudTrail records.
  public var sessionName: String
  /// What the role's trust policy asks for.
  public var externalID: String?
  /// How long the credentials hold, 900 to 43,200 seconds; nil for one hour.
  public var durationSeconds: Int?

  /// A session of a role.
  public init(roleARN: String, sessionName: String, externalID: String? = nil, durationSeconds: Int? = nil) {
    self.roleARN = roleARN
    self.sessionName = sessionName
    self.externalID = externalID
    self.durationSeconds = durationSeconds
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("RoleArn", roleARN)
    parameters.set("RoleSessionName", sessionName)
    parameters.set("ExternalId", externalID)
    parameters.set("DurationSeconds", durationSeconds.map { String($0) })
    return parameters.all
  }

  /// The credentials of the session.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSCredentials {
    try AWSCredentials(sts: result)
  }
}

extension AWSCredentials {
  /// The credentials in an answer of STS.
  init(sts result: XMLNode?) throws(AWSDecodingError) {
    guard let node = result?["Credentials"] else { throw AWSDecodingError("the answer lacks Credentials") }
    self.init(
      accessKeyID: try node.required("AccessKeyId"),
      secretAccessKey: Secret(try node.required("SecretAccessKey")),
      sessionToken: Secret(try node.required("SessionToken")), expiration: node.time("Expiration"))
  }
}
