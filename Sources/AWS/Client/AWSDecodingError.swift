/// Why an answer could not be read.
public struct AWSDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, in words.
  public let description: String

  /// An error in words.
  public init(_ description: String) {
    self.description = description
  }
}
