/// Why a query cannot be given a meaning.
public struct EQLCompileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what was expected.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
