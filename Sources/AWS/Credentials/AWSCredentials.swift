public import Events

/// An access key with its secret and, when temporary, its token and end.
public struct AWSCredentials: Sendable, Hashable {
  /// The identifier of the key. It is no secret.
  public let accessKeyID: String
  /// The secret key.
  public let secretAccessKey: Secret
  /// The token of temporary credentials; nil for long-term keys.
  public let sessionToken: Secret?
  /// When the credentials end; nil when they do not.
  public let expiration: Timestamp?

  /// Credentials.
  public init(
    accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiration: Timestamp? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
  }
}

extension AWSCredentials: CustomStringConvertible {
  /// The identifier of the key and the end, nothing else.
  public var description: String {
    "\(accessKeyID)\(expiration.map { " until \($0)" } ?? "")"
  }
}
