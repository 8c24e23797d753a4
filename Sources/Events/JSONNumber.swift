/// A JSON number, kept as the text that stood in the document, so that no digit is lost.
public struct JSONNumber: Sendable, Hashable {
  /// The number as written, in the grammar of RFC 8259 §6.
  public let text: String

  /// Wraps text that is known to follow the grammar of RFC 8259 §6.
  public init(validated text: String) {
    self.text = text
  }

  /// An integer.
  public init(_ value: Int) {
    text = String(value)
  }

  /// A finite double; not-a-number and the infinities, which JSON cannot say, become 0.
  public init(_ value: Double) {
    text = value.isFinite ? "\(value)" : "0"
  }

  /// Whether the text has neither a fraction nor an exponent.
  public var isInteger: Bool {
    !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
  }

  /// The value when it is written as an integer and fits 64 bits.
  public var integer: Int? {
    Int(text)
  }

  /// The nearest double.
  public var double: Double {
    Double(text) ?? 0
  }
}
