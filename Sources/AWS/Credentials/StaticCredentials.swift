/// Credentials that are given as such.
public struct StaticCredentials: CredentialsProvider {
  private let value: AWSCredentials

  /// A source of these credentials.
  public init(_ value: AWSCredentials) {
    self.value = value
  }

  /// The name of the source.
  public var name: String { "static credentials" }

  /// The credentials.
  public func credentials() async throws(CredentialsError) -> AWSCredentials { value }
}
