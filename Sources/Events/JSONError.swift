/// Why bytes are not a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable {
  /// What was wrong.
  public enum Reason: UInt8, Sendable, Hashable {
    case unexpectedEnd
    case unexpectedByte
    case invalidLiteral
    case invalidNumber
    case invalidEscape
    case controlCharacter
    case invalidUTF8
    case tooDeep
    case trailingBytes
    case byteOrderMark
  }

  /// What was wrong.
  public let reason: Reason
  /// The byte offset from the start of the text that was read.
  public let offset: Int

  /// An error at a byte offset.
  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .unexpectedEnd: "the text ends in the middle of a value"
    case .unexpectedByte: "unexpected character"
    case .invalidLiteral: "unknown literal, expected true, false or null"
    case .invalidNumber: "invalid number"
    case .invalidEscape: "invalid escape in a string"
    case .controlCharacter: "control character in a string"
    case .invalidUTF8: "invalid UTF-8"
    case .tooDeep: "nested deeper than \(JSONScanner.maximumDepth) levels"
    case .trailingBytes: "more text after the value"
    case .byteOrderMark: "byte order mark"
    }
  }
}

extension JSONError: CustomStringConvertible {
  /// The reason and the offset in words.
  public var description: String { "\(reason) at byte \(offset)" }
}
