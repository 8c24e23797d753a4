/// Why the server does not start, and what to do.
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error in words.
  public let description: String

  /// An error.
  public init(_ description: String) {
    self.description = description
  }
}
