/// Takes on a role with a token of an identity provider. The request goes unsigned.
public struct AssumeRoleWithWebIdentity: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = AWSCredentials

  /// The service.
  public static let service = AWSService.sts

  /// The role.
  public var roleARN: String
  /// The name of the session, which CloudTrail records.
  public var sessionName: String
  /// The token.
  public var token: Secret
  /// How long the credentials hold, 900 to 43,200 seconds; nil for one hour.
  public var durationSeconds: Int?

  /// A session of a role.
  public init(roleARN: String, sessionName: String, token: Secret, durationSeconds: Int? = nil) {
    self.roleARN = roleARN
    self.sessionName = sessionName
    self.token = token
    self.durationSeconds = durationSeconds
  }

  /// The token speaks for itself.
  public var isSigned: Bool { false }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("RoleArn", roleARN)
    parameters.set("RoleSessionName", sessionName)
    parameters.set("WebIdentityToken", token.reveal())
    parameters.set("DurationSeconds", durationSeconds.map { String($0) })
    return parameters.all
  }

  /// The credentials of the session.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> AWSCredentials {
    try AWSCredentials(sts: result)
  }
}
