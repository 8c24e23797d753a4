/// Where one wanted value of a record stands in the bytes that were read.
public struct Slot {
  /// What kind of JSON value was found.
  public enum Kind: UInt8, Sendable {
    case absent
    case string
    case number
    case boolean
    case null
    case object
    case array
  }

  /// The bytes: the content between the quotes of a string, the text of every other value.
  public var bytes: UnsafeBufferPointer<UInt8>
  /// What kind of JSON value was found; `absent` when the record has no such value.
  public var kind: Kind
  /// Whether a string has escapes, so that its content must be decoded before use.
  public var isEscaped: Bool

  /// The slot of a value that the record does not have.
  public static var absent: Slot {
    Slot(bytes: UnsafeBufferPointer(start: nil, count: 0), kind: .absent, isEscaped: false)
  }
}

extension Slot {
  /// Whether the record has the value, `null` included.
  @inlinable public var isPresent: Bool { kind != .absent }

  /// The decoded text of a string; nil for every other kind.
  public var string: String? {
    guard kind == .string else { return nil }
    return isEscaped ? JSONEscapes.decode(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of a string with its escapes decoded, in the arena where that needs memory.
  public func decoded(in arena: Arena) -> UnsafeBufferPointer<UInt8> {
    guard isEscaped else { return bytes }
    let memory = arena.allocate(bytes.count)
    guard let base = memory.baseAddress else { return bytes }
    return UnsafeBufferPointer(start: base, count: JSONEscapes.decode(bytes, into: base))
  }
}

extension Slot {
  /// Whether the slot is a string without escapes that equals `text`.
  @inlinable
  public func equals(_ text: StaticString) -> Bool {
    guard kind == .string, !isEscaped, bytes.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where bytes[index] != text.utf8Start[index] { return false }
    return true
  }
}
