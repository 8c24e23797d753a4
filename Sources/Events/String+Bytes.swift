import CScan

extension String {
  /// Whether the bytes of a text occur in it; that takes no notice of characters that can be written in several ways.
  package func containsBytes(of part: String) -> Bool {
    var text = self
    return text.withUTF8 { $0.containsBytes(of: Array(part.utf8)) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether some bytes occur one after the other.
  package func containsBytes(of part: [UInt8]) -> Bool {
    part.withUnsafeBufferPointer { part in
      guard let wanted = part.baseAddress, !part.isEmpty else { return true }
      guard let start = baseAddress, count >= part.count else { return false }
      return nj_find(start, start + count, wanted, part.count) != nil
    }
  }
}
