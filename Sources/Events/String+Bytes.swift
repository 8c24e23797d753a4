import CScan

extension String {
  /// Whether the bytes of a text occur in it; that takes no notice of characters that can be written in several ways.
  package func containsBytes(of token: StaticString) -> Bool { byteEnd(of: token) != nil }

  /// The number of bytes up to the end of the first occurrence of a text; nil when it does not occur.
  package func byteEnd(of token: StaticString) -> Int? {
    var text = self
    return text.withUTF8 { text in
      token.withUTF8Buffer { token in text.firstPlace(of: token).map { $0 + token.count } }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether some bytes occur one after the other.
  package func containsBytes(of part: [UInt8]) -> Bool {
    part.withUnsafeBufferPointer { firstPlace(of: $0) != nil }
  }

  /// Where some bytes occur one after the other for the first time; nil when they do not.
  fileprivate func firstPlace(of part: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let wanted = part.baseAddress, !part.isEmpty else { return 0 }
    guard let start = baseAddress, count >= part.count else { return nil }
    return nj_find(start, start + count, wanted, part.count).map { $0 - start }
  }
}
