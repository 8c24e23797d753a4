/// What is wrong with an endpoint URL.
public struct AWSEndpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The URL as given.
  public let url: String
  /// What is wrong with it.
  public let reason: String

  /// The URL and what is wrong with it.
  public var description: String { "endpoint \(url) \(reason)" }
}
