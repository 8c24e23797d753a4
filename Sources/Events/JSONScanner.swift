import CScan

/// The strict reader of JSON text that everything else is built on: it accepts what RFC 8259 accepts, byte for byte,
/// and copies nothing.
///
/// Functions take a position and return the position after what they read. Reading past `end` is the error
/// `unexpectedEnd`, so that a caller that reads a stream can fetch more bytes and try again.
public struct JSONScanner {
  /// Objects and arrays may be nested this deep. AWS itself stops below 100.
  public static let maximumDepth = 512

  /// A position in the text.
  public typealias Position = UnsafePointer<UInt8>

  /// The first byte of the text; offsets in errors count from here.
  public let start: Position
  /// The position after the last byte.
  public let end: Position

  /// A scanner over borrowed bytes, which must outlive it.
  public init(start: Position, end: Position) {
    self.start = start
    self.end = end
  }

  @inline(__always)
  func failure(_ reason: JSONError.Reason, _ position: Position) -> JSONError {
    JSONError(reason, at: position - start)
  }

  /// The position of the next byte that is no white space.
  @inline(__always)
  public func skipSpace(_ position: Position) -> Position {
    var p = position
    while p < end, p.pointee <= 0x20,
      p.pointee == 0x20 || p.pointee == 0x0A || p.pointee == 0x0D || p.pointee == 0x09
    {
      p += 1
    }
    return p
  }

  /// Skips white space and returns the position of the byte behind it, which exists.
  @inline(__always)
  func next(_ position: Position) throws(JSONError) -> Position {
    let p = skipSpace(position)
    guard p < end else { throw failure(.unexpectedEnd, p) }
    return p
  }

  /// Reads a string whose opening quote is at `position` and returns the position after the closing quote.
  /// `escaped` becomes true when the string has escapes.
  @inline(__always)
  func skipString(_ position: Position, escaped: inout Bool) throws(JSONError) -> Position {
    let p = nj_string_stop(position + 1, end)
    if p < end, p.pointee == UInt8(ascii: "\"") { return p + 1 }
    return try skipStringSlowly(p, escaped: &escaped)
  }

  @inline(never)
  private func skipStringSlowly(_ position: Position, escaped: inout Bool) throws(JSONError) -> Position {
    var p = position
    while true {
      guard p < end else { throw failure(.unexpectedEnd, p) }
      switch p.pointee {
      case UInt8(ascii: "\""):
        return p + 1
      case UInt8(ascii: "\\"):
        escaped = true
        p = try skipEscape(p)
      case 0..<0x20:
        throw failure(.controlCharacter, p)
      default:
        p = try skipCharacter(p)
      }
      p = nj_string_stop(p, end)
    }
  }

  private func skipEscape(_ position: Position) throws(JSONError) -> Position {
    guard end - position >= 2 else { throw failure(.unexpectedEnd, end) }
    switch position[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return position + 2
    case UInt8(ascii: "u"):
      for i in 2..<6 {
        guard position + i < end else { throw failure(.unexpectedEnd, end) }
        guard hexDigit(position[i]) != nil else { throw failure(.invalidEscape, position) }
      }
      return position + 6
    default:
      throw failure(.invalidEscape, position)
    }
  }

  /// Reads one character that is not ASCII: well-formed UTF-8 by table 3-7 of the Unicode standard.
  private func skipCharacter(_ position: Position) throws(JSONError) -> Position {
    let lead = position.pointee
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return position + 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: throw failure(.invalidUTF8, position)
    }
    guard end - position >= length else { throw failure(.unexpectedEnd, end) }
    guard second.contains(position[1]) else { throw failure(.invalidUTF8, position) }
    for i in 2..<max(length, 2) where position[i] & 0xC0 != 0x80 {
      throw failure(.invalidUTF8, position)
    }
    return position + length
  }

  /// Reads the literal `true`, `false` or `null` at `position`.
  @inline(__always)
  func skipLiteral(_ position: Position) throws(JSONError) -> Position {
    switch position.pointee {
    case UInt8(ascii: "t"): try skip("true", position)
    case UInt8(ascii: "f"): try skip("false", position)
    default: try skip("null", position)
    }
  }

  private func skip(_ word: StaticString, _ position: Position) throws(JSONError) -> Position {
    for i in 0..<word.utf8CodeUnitCount {
      guard position + i < end else { throw failure(.unexpectedEnd, end) }
      guard position[i] == word.utf8Start[i] else { throw failure(.invalidLiteral, position) }
    }
    return position + word.utf8CodeUnitCount
  }

  @inline(__always)
  private func skipDigits(_ position: Position) throws(JSONError) -> Position {
    var p = position
    while p < end, p.pointee &- 0x30 < 10 { p += 1 }
    if p == position { throw failure(p < end ? .invalidNumber : .unexpectedEnd, p) }
    return p
  }

  /// Reads the number that starts at `position`. A number that touches `end` is complete.
  func skipNumber(_ position: Position) throws(JSONError) -> Position {
    var p = position
    if p.pointee == UInt8(ascii: "-") { p += 1 }
    if p < end, p.pointee == UInt8(ascii: "0") {
      p += 1
    } else {
      p = try skipDigits(p)
    }
    if p < end, p.pointee == UInt8(ascii: ".") { p = try skipDigits(p + 1) }
    if p < end, p.pointee | 0x20 == UInt8(ascii: "e") {
      p += 1
      if p < end, p.pointee == UInt8(ascii: "+") || p.pointee == UInt8(ascii: "-") { p += 1 }
      p = try skipDigits(p)
    }
    return p
  }

  /// Reads the value at `position`, which is no white space, and returns the position after it.
  public func skipValue(_ position: Position, depth: Int) throws(JSONError) -> Position {
    guard position < end else { throw failure(.unexpectedEnd, position) }
    switch position.pointee {
    case UInt8(ascii: "\""):
      var escaped = false
      return try skipString(position, escaped: &escaped)
    case UInt8(ascii: "{"):
      return try skipObject(position, depth: depth)
    case UInt8(ascii: "["):
      return try skipArray(position, depth: depth)
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      return try skipLiteral(position)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return try skipNumber(position)
    default:
      throw failure(.unexpectedByte, position)
    }
  }

  /// Reads an object whose brace is at `position`.
  private func skipObject(_ position: Position, depth: Int) throws(JSONError) -> Position {
    guard depth < Self.maximumDepth else { throw failure(.tooDeep, position) }
    var p = try next(position + 1)
    if p.pointee == UInt8(ascii: "}") { return p + 1 }
    while true {
      guard p.pointee == UInt8(ascii: "\"") else { throw failure(.unexpectedByte, p) }
      var escaped = false
      p = try skipString(p, escaped: &escaped)
      p = try skipColon(p)
      p = try skipValue(p, depth: depth + 1)
      p = try next(p)
      if p.pointee == UInt8(ascii: "}") { return p + 1 }
      p = try skipComma(p)
    }
  }

  private func skipArray(_ position: Position, depth: Int) throws(JSONError) -> Position {
    guard depth < Self.maximumDepth else { throw failure(.tooDeep, position) }
    var p = try next(position + 1)
    if p.pointee == UInt8(ascii: "]") { return p + 1 }
    while true {
      p = try skipValue(p, depth: depth + 1)
      p = try next(p)
      if p.pointee == UInt8(ascii: "]") { return p + 1 }
      p = try skipComma(p)
    }
  }

  /// Whether a byte stands at a position and something other than white space behind it, as programs write JSON.
  @inline(__always)
  private func isFollowed(_ position: Position, _ byte: UInt8) -> Bool {
    end - position > 1 && position[0] == byte && position[1] > 0x20
  }

  /// Reads the colon after a key and the space around it; returns the position of the value.
  @inline(__always)
  func skipColon(_ position: Position) throws(JSONError) -> Position {
    if isFollowed(position, UInt8(ascii: ":")) { return position + 1 }
    let p = try next(position)
    guard p.pointee == UInt8(ascii: ":") else { throw failure(.unexpectedByte, p) }
    return try next(p + 1)
  }

  /// Reads the comma at `position` and the space behind it; returns the position of the next item.
  @inline(__always)
  func skipComma(_ position: Position) throws(JSONError) -> Position {
    if isFollowed(position, UInt8(ascii: ",")) { return position + 1 }
    guard position.pointee == UInt8(ascii: ",") else { throw failure(.unexpectedByte, position) }
    return try next(position + 1)
  }
}

/// The value of a hexadecimal digit; nil for every other byte.
func hexDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - 0x57)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 0x37)
  default: nil
  }
}
