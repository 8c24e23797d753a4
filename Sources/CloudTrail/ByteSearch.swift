/// Searches for short texts byte by byte.
enum ByteSearch {
  /// Whether a token occurs in a text.
  static func contains(_ token: StaticString, _ text: String) -> Bool {
    end(of: token, in: text) != nil
  }

  /// The number of bytes up to the end of the first occurrence of a token; nil when there is none.
  static func end(of token: StaticString, in text: String) -> Int? {
    var text = text
    return text.withUTF8 { end(of: token, in: $0) }
  }

  private static func end(of token: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    token.withUTF8Buffer { token in
      guard let first = token.first, bytes.count >= token.count else { return nil }
      for start in 0...bytes.count - token.count where bytes[start] == first {
        var length = 1
        while length < token.count, bytes[start + length] == token[length] { length += 1 }
        if length == token.count { return start + length }
      }
      return nil
    }
  }
}
