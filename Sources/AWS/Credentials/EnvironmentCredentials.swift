import Events

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary credentials, `AWS_SESSION_TOKEN`.
public struct EnvironmentCredentials: CredentialsProvider {
  private let surroundings: AWSSurroundings

  /// The variables of these surroundings.
  public init(surroundings: AWSSurroundings) {
    self.surroundings = surroundings
  }

  /// The name of the source.
  public var name: String { "environment" }

  /// The credentials in the variables.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    let key = surroundings.variable("AWS_ACCESS_KEY_ID")
    let secret = surroundings.variable("AWS_SECRET_ACCESS_KEY")
    guard key != nil || secret != nil else {
      throw .notConfigured(provider: name, reason: "AWS_ACCESS_KEY_ID is not set")
    }
    guard let key, let secret else {
      let missing = key == nil ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY"
      throw .failed(provider: name, reason: "\(missing) is not set, but its counterpart is")
    }
    return AWSCredentials(
      accessKeyID: key, secretAccessKey: Secret(secret),
      sessionToken: surroundings.variable("AWS_SESSION_TOKEN").map { Secret($0) },
      expiration: surroundings.variable("AWS_CREDENTIAL_EXPIRATION").flatMap { Timestamp($0) })
  }
}
