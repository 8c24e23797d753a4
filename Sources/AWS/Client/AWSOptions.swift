/// What a user says about how to reach AWS. What is nil comes from the environment and the shared files.
public struct AWSOptions: Sendable, Hashable {
  /// The region.
  public var region: String?
  /// The profile of the shared files.
  public var profile: String?
  /// The URL that all services are reached at, for tests and for servers that speak as AWS does.
  public var endpoint: String?
  /// A role to take on.
  public var roleARN: String?
  /// What the role's trust policy asks for.
  public var externalID: String?
  /// The name of the role's session.
  public var sessionName: String?

  /// Options.
  public init(
    region: String? = nil, profile: String? = nil, endpoint: String? = nil, roleARN: String? = nil,
    externalID: String? = nil, sessionName: String? = nil
  ) {
    self.region = region
    self.profile = profile
    self.endpoint = endpoint
    self.roleARN = roleARN
    self.externalID = externalID
    self.sessionName = sessionName
  }
}
