/// Decodes the escapes of JSON strings that the scanner has accepted.
public enum JSONEscapes {
  /// Writes the unescaped form of `content` to `target`, which must have room for as many bytes, and returns how
  /// many were written. An unpaired surrogate becomes U+FFFD.
  public static func decode(
    _ content: UnsafeBufferPointer<UInt8>, into target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var read = 0
    var written = 0
    while read < content.count {
      let byte = content[read]
      guard byte == UInt8(ascii: "\\"), read + 1 < content.count else {
        target[written] = byte
        read += 1
        written += 1
        continue
      }
      if content[read + 1] == UInt8(ascii: "u") {
        let (scalar, length) = unicodeEscape(content, at: read)
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          target[written] = unit
          written += 1
        }
        read += length
      } else {
        target[written] = simpleEscape(content[read + 1])
        read += 2
        written += 1
      }
    }
    return written
  }

  /// The unescaped text of a string's content.
  public static func decode(_ content: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: content.count) { target in
      guard let base = target.baseAddress else { return 0 }
      return decode(content, into: base)
    }
  }

  private static func simpleEscape(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: byte
    }
  }

  /// The scalar of the `\uXXXX` at `index`, with its second half when it is a surrogate pair, and its length.
  private static func unicodeEscape(
    _ content: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Unicode.Scalar, length: Int) {
    let high = codeUnit(content, at: index)
    if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
    guard high < 0xDC00, index + 11 < content.count, content[index + 6] == UInt8(ascii: "\\"),
      content[index + 7] == UInt8(ascii: "u")
    else { return ("\u{FFFD}", 6) }
    let low = codeUnit(content, at: index + 6)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { return ("\u{FFFD}", 6) }
    return (scalar, 12)
  }

  private static func codeUnit(_ content: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
    var value: UInt32 = 0
    for i in 2..<6 where index + i < content.count {
      value = value << 4 | (hexDigit(content[index + i]) ?? 0)
    }
    return value
  }
}
