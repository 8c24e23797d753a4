/// Why a text is no regular expression.
public struct RegexError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let message: String
  /// Where in the pattern, in characters counted from 1.
  public let column: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    column = offset + 1
  }

  /// The message with its place.
  public var description: String { "regular expression, character \(column): \(message)" }
}
