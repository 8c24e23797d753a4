/// Why a query cannot run.
public struct ESQLCompileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what was expected.
  public let description: String
  /// Whether the query is right, but needs something that this engine or its configuration does not have.
  public let isUnsupported: Bool

  init(_ description: String, isUnsupported: Bool = false) {
    self.description = description
    self.isUnsupported = isUnsupported
  }
}
