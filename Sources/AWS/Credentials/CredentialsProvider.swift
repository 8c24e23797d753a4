/// A source of credentials.
public protocol CredentialsProvider: Sendable {
  /// The name of the source, for messages.
  var name: String { get }

  /// The credentials to sign the next request with.
  func credentials() async throws(CredentialsError) -> AWSCredentials

  /// Says that the service refused the latest credentials as expired, so that they are not given out again.
  func invalidate() async
}

extension CredentialsProvider {
  /// Does nothing: most sources are asked anew each time.
  public func invalidate() async {}
}
