/// A profile of the shared files: keys of its own, or a role that is taken on with another profile, with the machine's
/// credentials, or with a token in a file.
public struct ProfileCredentials: CredentialsProvider {
  private let profile: String
  private let isExplicit: Bool
  private let client: AWSClient
  /// Profiles may lead to other profiles this often.
  private static let maximumDepth = 8

  /// A profile.
  ///
  /// - Parameters:
  ///   - profile: The name; nil for `AWS_PROFILE` or `default`.
  ///   - client: Calls STS for roles; its credentials are not used.
  public init(profile: String? = nil, client: AWSClient) {
    let surroundings = client.surroundings
    isExplicit = (profile ?? surroundings.variable("AWS_PROFILE")) != nil
    self.profile = AWSConfigFiles.profileName(profile, surroundings)
    self.client = client
  }

  /// The name of the source.
  public var name: String { "profile \(profile)" }

  /// The credentials that the files give now.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    let files = try AWSConfigFiles(surroundings: client.surroundings)
    guard files.hasProfile(profile) else {
      guard isExplicit else { throw .notConfigured(provider: name, reason: "there is no such profile") }
      throw .failed(
        provider: name, reason: "there is no such profile in the AWS config and credentials files")
    }
    return try await provider(profile, files, visited: []).credentials()
  }

  /// What a profile stands for.
  private func provider(
    _ profile: String, _ files: AWSConfigFiles, visited: [String]
  ) throws(CredentialsError) -> any CredentialsProvider {
    guard files.hasProfile(profile) else {
      throw .failed(provider: name, reason: "leads to the profile \(profile), which does not exist")
    }
    guard visited.count < Self.maximumDepth else {
      throw .failed(provider: name, reason: "leads from profile to profile too often")
    }
    // A profile that names itself as its source means its own keys.
    if let role = files.value("role_arn", of: profile), visited.last != profile {
      return try roleProvider(role, profile, files, visited: visited)
    }
    guard let key = files.value("aws_access_key_id", of: profile),
      let secret = files.value("aws_secret_access_key", of: profile)
    else {
      throw withoutKeys(profile, files)
    }
    return StaticCredentials(
      AWSCredentials(
        accessKeyID: key, secretAccessKey: Secret(secret),
        sessionToken: files.value("aws_session_token", of: profile).map { Secret($0) }))
  }

  private func roleProvider(
    _ role: String, _ profile: String, _ files: AWSConfigFiles, visited: [String]
  ) throws(CredentialsError) -> any CredentialsProvider {
    let sessionName = files.value("role_session_name", of: profile) ?? "nightjar"
    if let tokenFile = files.value("web_identity_token_file", of: profile) {
      return WebIdentityCredentials(
        settings: WebIdentityCredentials.Settings(
          tokenFile: tokenFile, roleARN: role, sessionName: sessionName), client: client)
    }
    let source = try source(profile, files, visited: visited)
    var stsClient = client.with(credentials: source)
    if let region = files.value("region", of: profile) { stsClient.region = region }
    return AssumeRoleCredentials(
      role: AssumeRole(
        roleARN: role, sessionName: sessionName, externalID: files.value("external_id", of: profile),
        durationSeconds: files.value("duration_seconds", of: profile).flatMap { Int($0) }),
      client: stsClient)
  }

  private func source(
    _ profile: String, _ files: AWSConfigFiles, visited: [String]
  ) throws(CredentialsError) -> any CredentialsProvider {
    if files.value("mfa_serial", of: profile) != nil {
      throw .failed(
        provider: name,
        reason: "asks for a code of an MFA device; use `aws configure export-credentials` instead")
    }
    switch (files.value("source_profile", of: profile), files.value("credential_source", of: profile)) {
    case (_?, _?):
      throw .failed(provider: name, reason: "has both source_profile and credential_source; keep one")
    case (let next?, nil):
      guard !visited.contains(next) else {
        throw .failed(provider: name, reason: "leads back to the profile \(next)")
      }
      return try provider(next, files, visited: visited + [profile])
    case (nil, "Environment"): return EnvironmentCredentials(surroundings: client.surroundings)
    case (nil, "Ec2InstanceMetadata"): return InstanceMetadataCredentials(surroundings: client.surroundings)
    case (nil, "EcsContainer"): return ContainerCredentials(surroundings: client.surroundings)
    case (nil, let other?):
      throw .failed(
        provider: name,
        reason: "has credential_source \(other); it may be Environment, Ec2InstanceMetadata or EcsContainer")
    case (nil, nil):
      throw .failed(provider: name, reason: "has a role_arn but neither source_profile nor credential_source")
    }
  }

  /// Why a profile without keys gives no credentials, and what helps.
  private func withoutKeys(_ profile: String, _ files: AWSConfigFiles) -> CredentialsError {
    let elsewhere = ["sso_session", "sso_start_url", "credential_process", "login_session"]
    if let setting = elsewhere.first(where: { files.value($0, of: profile) != nil }) {
      return .failed(
        provider: name,
        reason:
          "uses \(setting), which is not supported; run `eval $(aws configure export-credentials --profile \(profile) --format env)`"
      )
    }
    return .notConfigured(provider: name, reason: "has no aws_access_key_id")
  }
}
