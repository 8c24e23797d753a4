/// One scalar value of a field, as the bytes of its text.
///
/// A value borrows its bytes: from the record that was read or from the source's own arena. It is valid until
/// the source moves to the next event. `null` is never a value: a field that is null has no values.
public struct FieldValue {
  /// What kind of JSON scalar the value was.
  public enum Kind: UInt8, Sendable {
    case string
    case number
    case boolean
  }

  /// What kind of JSON scalar the value was.
  public let kind: Kind
  /// The UTF-8 text, unescaped and without quotes.
  public let bytes: UnsafeBufferPointer<UInt8>

  /// Wraps borrowed bytes.
  public init(kind: Kind, bytes: UnsafeBufferPointer<UInt8>) {
    self.kind = kind
    self.bytes = bytes
  }

  /// The length of the text in UTF-16 units.
  public var length: Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += byte >= 0xF0 ? 2 : 1 }
    return count
  }

  /// A copy of the text.
  public var text: String {
    String(decoding: bytes, as: UTF8.self)
  }
}

/// The values of one field in one event: empty when the field is absent, several when it is an array.
public typealias FieldValues = UnsafeBufferPointer<FieldValue>
