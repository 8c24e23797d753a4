import CScan

/// A wildcard prepared for matching. Time is at most the length of the text times the length of the pattern.
struct PatternMatcher: Sendable {
  /// A byte, or any one character.
  private static let anyCharacter: UInt16 = 256

  private let segments: [[UInt16]]
  /// The bytes of each segment that has neither characters of any kind nor letters that stand for two.
  private let literals: [[UInt8]?]
  private let startsAnywhere: Bool
  private let endsAnywhere: Bool
  private let ignoresCase: Bool
  private let minimumLength: Int

  init(_ wildcard: Wildcard, ignoresCase: Bool) {
    var segments: [[UInt16]] = [[]]
    for piece in wildcard.pieces {
      switch piece {
      case .any: segments.append([])
      case .one: segments[segments.count - 1].append(Self.anyCharacter)
      case .literal(let bytes):
        segments[segments.count - 1] += bytes.map { UInt16(ignoresCase ? Self.folded($0) : $0) }
      }
    }
    startsAnywhere = wildcard.pieces.first == .any
    endsAnywhere = wildcard.pieces.last == .any
    self.segments = wildcard.pieces.isEmpty ? [[]] : segments.filter { !$0.isEmpty }
    literals = self.segments.map { segment in
      let isPlain = segment.allSatisfy { element in
        element < 256 && !(ignoresCase && Self.isLetter(UInt8(truncatingIfNeeded: element)))
      }
      return isPlain ? segment.map { UInt8(truncatingIfNeeded: $0) } : nil
    }
    self.ignoresCase = ignoresCase
    minimumLength = segments.reduce(0) { $0 + $1.count }
  }

  /// Only ASCII letters are folded, as in Elasticsearch's case-insensitive term and wildcard queries.
  @inline(__always)
  static func folded(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// A wildcard that is one text with anything in front of it, behind it or both.
  enum SimpleForm {
    case contains([UInt8])
    case startsWith([UInt8])
    case endsWith([UInt8])
  }

  /// The form of a wildcard that has one of the simple forms; nil otherwise.
  var simpleForm: SimpleForm? {
    guard literals.count == 1, let literal = literals[0], !literal.isEmpty else { return nil }
    switch (startsAnywhere, endsAnywhere) {
    case (true, true): return .contains(literal)
    case (false, true): return .startsWith(literal)
    case (true, false): return .endsWith(literal)
    case (false, false): return nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= minimumLength else { return false }
    guard let last = segments.last else { return true }
    var position = 0
    for (number, segment) in segments.enumerated() {
      let isFirst = number == 0
      let isLast = number == segments.count - 1
      if isFirst, !startsAnywhere {
        guard let end = end(of: segment, in: text, at: 0) else { return false }
        position = end
        if isLast, !endsAnywhere { return end == text.count }
        continue
      }
      if isLast, !endsAnywhere { return endsWith(last, in: text, from: position) }
      guard let end = find(number, in: text, from: position) else { return false }
      position = end
    }
    return true
  }

  /// The end of the first place at or after `start` where a segment fits.
  private func find(_ number: Int, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    if let literal = literals[number], let base = text.baseAddress {
      return literal.withUnsafeBufferPointer { literal in
        guard let wanted = literal.baseAddress else { return start }
        return nj_find(base + start, base + text.count, wanted, literal.count).map {
          $0 - base + literal.count
        }
      }
    }
    let segment = segments[number]
    // Where the first byte is not one of two, the text can be skipped over quickly.
    let (first, other) = firstBytes(segment)
    var position = start
    while position <= text.count - segment.count {
      if first == nil || text[position] == first || text[position] == other,
        let end = end(of: segment, in: text, at: position)
      {
        return end
      }
      position += 1
    }
    return nil
  }

  /// The two bytes of which a text that fits a segment begins with one; nil when it may begin with any.
  private func firstBytes(_ segment: [UInt16]) -> (UInt8?, UInt8?) {
    guard let element = segment.first, element < 256 else { return (nil, nil) }
    let byte = UInt8(truncatingIfNeeded: element)
    return (byte, ignoresCase && Self.isLetter(byte) ? byte & 0xDF : byte)
  }

  private func endsWith(_ segment: [UInt16], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    // A segment of n pieces takes n to 4n bytes.
    var position = max(start, text.count - segment.count * 4)
    while position <= text.count - segment.count {
      if end(of: segment, in: text, at: position) == text.count { return true }
      position += 1
    }
    return false
  }

  @inline(__always)
  private func end(of segment: [UInt16], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    var position = start
    for element in segment {
      guard position < text.count else { return nil }
      let byte = text[position]
      if element == Self.anyCharacter {
        guard byte & 0xC0 != 0x80 else { return nil }
        position += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        continue
      }
      guard UInt16(ignoresCase ? Self.folded(byte) : byte) == element else { return nil }
      position += 1
    }
    return position <= text.count ? position : nil
  }
}
