/// Something wrong with the configuration.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, what is wrong, and what would be right.
  public let description: String

  /// An error with its words.
  public init(_ description: String) {
    self.description = description
  }
}
