/// A role that is taken on with the credentials of another source.
public struct AssumeRoleCredentials: CredentialsProvider {
  private let role: AssumeRole
  private let client: AWSClient

  /// A role.
  ///
  /// - Parameters:
  ///   - role: What STS is asked for.
  ///   - client: Calls STS, with the credentials that may assume the role.
  public init(role: AssumeRole, client: AWSClient) {
    self.role = role
    self.client = client
  }

  /// The name of the source.
  public var name: String { "role \(role.roleARN)" }

  /// New credentials of a session.
  public func credentials() async throws(CredentialsError) -> AWSCredentials {
    do throws(AWSError) {
      return try await client.send(role)
    } catch {
      throw error.kind == .cancelled ? .cancelled : .failed(provider: name, reason: "\(error)")
    }
  }

  /// The source of the role's credentials may be the one whose time is over.
  public func invalidate() async { await client.credentials.invalidate() }
}
