/// A role that is taken on with a token in a file, as Kubernetes service accounts have it.
public struct WebIdentityCredentials: CredentialsProvider {
  /// Where the token lies and what it is good for.
  public struct Settings: Sendable, Hashable {
    /// The file with the token. It is read anew each time, since it changes.
    public var tokenFile: String
    /// The role.
    public var roleARN: String
    /// The name of the session.
    public var sessionName: String

    /// Settings.
    public init(tokenFile: String, roleARN: String, sessionName: String = "nightjar") {
      self.tokenFile = tokenFile
      self.roleARN = roleARN
      self.sessionName = sessionName
    }
  }

  private let settings: Settings?
  private let client: AWSClient

  /// The settings of `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and `AWS_ROLE_SESSION_NAME`, unless others are given.
  ///
  /// - Parameters:
  ///   - settings: The settings; nil for those of the environment.
  ///   - client: Calls STS; its credentials are not used.
  public init(settings: Settings? = nil, client: AWSClient) {
    self.client = client
    if let settings {
      self.settings = settings
      return
    }
    let surroundings = client.surroundings
    guard let file = surroundings.variable("AWS_WEB_IDENTITY_TOKEN_FILE"),
      let role = surroundings.variable("AWS_ROLE_ARN")
    else {
      self.settings = nil
      return
    }
    self.settings = Settings(
      tokenFile: file, roleARN: role,
      sessionName: surroundings.variable("AWS_ROLE_SESSION_NAME") ?? "nightjar")
  }

  /// The name of the source.
  public var name: String { "web identity" }

  /// New credentials of a session.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    guard let settings else {
      throw .notConfigured(
        provider: name, reason: "AWS_WEB_IDENTITY_TOKEN_FILE or AWS_ROLE_ARN is not set")
    }
    let token = try token(settings)
    do throws(AWSError) {
      return try await client.send(
        AssumeRoleWithWebIdentity(
          roleARN: settings.roleARN, sessionName: settings.sessionName, token: token))
    } catch {
      throw error.kind == .cancelled ? .cancelled : .failed(provider: name, reason: "\(error)")
    }
  }

  private func token(_ settings: Settings) throws(CredentialsError) -> Secret {
    let bytes: [UInt8]?
    do {
      bytes = try client.surroundings.readFile(settings.tokenFile)
    } catch {
      throw .failed(provider: name, reason: "\(settings.tokenFile) cannot be read: \(error)")
    }
    guard let bytes, let text = String(validating: bytes, as: UTF8.self) else {
      throw .failed(provider: name, reason: "\(settings.tokenFile) does not exist or is not UTF-8")
    }
    let token = text.filter { !$0.isWhitespace }
    guard !token.isEmpty else { throw .failed(provider: name, reason: "\(settings.tokenFile) is empty") }
    return Secret(token)
  }
}
