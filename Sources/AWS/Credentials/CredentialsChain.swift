/// Sources that are asked one after the other. The first one that applies decides: when it fails, the others are not asked.
public struct CredentialsChain: CredentialsProvider {
  private let providers: [any CredentialsProvider]

  /// A chain in this order.
  public init(_ providers: [any CredentialsProvider]) {
    self.providers = providers
  }

  /// The order of AWS tools: environment, web identity, profile, container, instance metadata. When a profile is given by
  /// name, it is the only source.
  ///
  /// - Parameters:
  ///   - profile: The profile to use; nil for the order above.
  ///   - client: Calls STS where roles are taken on; its credentials are not used.
  /// - Returns: The chain.
  public static func standard(profile: String? = nil, client: AWSClient) -> CredentialsChain {
    if let profile { return CredentialsChain([ProfileCredentials(profile: profile, client: client)]) }
    let surroundings = client.surroundings
    return CredentialsChain([
      EnvironmentCredentials(surroundings: surroundings), WebIdentityCredentials(client: client),
      ProfileCredentials(client: client), ContainerCredentials(surroundings: surroundings),
      InstanceMetadataCredentials(surroundings: surroundings),
    ])
  }

  /// The names of the sources.
  public var name: String { providers.map(\.name).joined(separator: ", ") }

  /// The credentials of the first source that applies.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    var reasons: [String] = []
    for provider in providers {
      do throws(CredentialsError) {
        return try await provider.credentials()
      } catch {
        guard case .notConfigured = error else { throw error }
        reasons.append("\(error)")
      }
    }
    throw .noneFound(reasons)
  }

  /// Passes it on to all sources.
  public func invalidate() async {
    for provider in providers { await provider.invalidate() }
  }
}
