/// A filter that cannot be used.
public struct DSLFilterError: Error, Sendable, Hashable {
  /// What is wrong or not supported.
  public let message: String
}

extension DSLFilterError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}
