/// Clients from what users, the environment and the shared files say.
extension AWSClient {
  /// A client.
  ///
  /// - Parameters:
  ///   - options: What the user says.
  ///   - defaultRegion: The region when nothing names one; without it the instance is asked, and it is an error
  ///     when that has none either.
  ///   - surroundings: Variables, files, clock.
  /// - Returns: The client.
  /// - Throws: `AWSError` of kind `configuration` when there is no region or a file cannot be read. Credentials are not
  ///   asked for here but with the first call.
  public static func make(
    _ options: AWSOptions = AWSOptions(), defaultRegion: String? = nil,
    surroundings: AWSSurroundings = .process
  ) async throws(AWSError) -> AWSClient {
    let failure = AWSFailures(service: .sts, operation: "configuration")
    let files: AWSConfigFiles
    do {
      files = try AWSConfigFiles(surroundings: surroundings)
    } catch {
      throw failure.configuration("\(error)")
    }
    let profile = AWSConfigFiles.profileName(options.profile, surroundings)
    let region = await region(
      options, files.value("region", of: profile), defaultRegion, surroundings)
    guard let region, AWSPartition.isRegion(region) else {
      throw failure.configuration(
        region.map { "\($0.prefix(100)) is no name of a region" }
          ?? "no region; set AWS_REGION or the region of the profile \(profile)")
    }
    let endpoints = AWSEndpoints(
      explicit: options.endpoint, variables: surroundings.variables,
      profile: files.value("endpoint_url", of: profile))
    // STS is asked without credentials of its own until a source is chosen.
    let base = AWSClient(
      region: region, credentials: CredentialsChain([]), endpoints: endpoints, surroundings: surroundings)
    let chain = CredentialsChain.standard(profile: options.profile, client: base)
    let client = base.with(credentials: CachedCredentials(chain, now: surroundings.now))
    guard let role = options.roleARN else { return client }
    return client.assuming(
      AssumeRole(
        roleARN: role, sessionName: options.sessionName ?? "nightjar", externalID: options.externalID))
  }

  /// The same client with a role taken on by its credentials.
  public func assuming(_ role: AssumeRole) -> AWSClient {
    with(
      credentials: CachedCredentials(
        AssumeRoleCredentials(role: role, client: self), now: surroundings.now))
  }

  private static func region(
    _ options: AWSOptions, _ profileRegion: String?, _ defaultRegion: String?, _ surroundings: AWSSurroundings
  ) async -> String? {
    if let region = options.region { return region }
    // A profile given by name brings its own region.
    if options.profile != nil, let profileRegion { return profileRegion }
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let region = surroundings.variable(name) { return region }
    }
    if let region = profileRegion ?? defaultRegion { return region }
    return try? await InstanceMetadataCredentials(surroundings: surroundings).region()
  }
}
