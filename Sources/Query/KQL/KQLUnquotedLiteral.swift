/// Collects the characters of a literal without quotes.
struct KQLUnquotedLiteral {
  /// The characters with their escapes resolved; nil is a star.
  private var elements: [Unicode.Scalar?] = []

  mutating func append(_ scalar: Unicode.Scalar) {
    elements.append(scalar)
  }

  mutating func appendStar() {
    elements.append(nil)
  }

  /// What the literal means. White space at its ends is dropped, written as an escape or not.
  var value: KQLValue {
    let parts = Self.parts(Self.trimmed(elements))
    guard parts.contains(.star) else { return Self.typed(parts.first) }
    return .pattern(parts)
  }

  private static func typed(_ part: KQLValue.Part?) -> KQLValue {
    guard case .text(let text)? = part else { return .plain("") }
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default: return .plain(text)
    }
  }

  private static func parts(_ elements: ArraySlice<Unicode.Scalar?>) -> [KQLValue.Part] {
    var parts: [KQLValue.Part] = []
    var run = String.UnicodeScalarView()
    for element in elements {
      if let element {
        run.append(element)
        continue
      }
      if !run.isEmpty { parts.append(.text(String(run))) }
      run = String.UnicodeScalarView()
      parts.append(.star)
    }
    if !run.isEmpty { parts.append(.text(String(run))) }
    return parts
  }

  private static func trimmed(_ elements: [Unicode.Scalar?]) -> ArraySlice<Unicode.Scalar?> {
    var rest = elements[...]
    while let first = rest.first, isTrimmed(first) { rest = rest.dropFirst() }
    while let last = rest.last, isTrimmed(last) { rest = rest.dropLast() }
    return rest
  }

  /// The characters that JavaScript's `String.prototype.trim` takes off (ECMA-262, WhiteSpace and LineTerminator).
  private static func isTrimmed(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    switch scalar {
    case "\t", "\n", "\u{B}", "\u{C}", "\r", "\u{2028}", "\u{2029}", "\u{FEFF}": return true
    default: return scalar.properties.generalCategory == .spaceSeparator
    }
  }
}
