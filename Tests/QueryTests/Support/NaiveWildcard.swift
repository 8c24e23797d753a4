import Query

/// Wildcard matching by its definition: exponential, but plainly right.
enum NaiveWildcard {
  static func matches(_ wildcard: Wildcard, _ text: String, ignoresCase: Bool) -> Bool {
    let scalars = Array((ignoresCase ? folded(text) : text).unicodeScalars)
    return matches(elements(wildcard, ignoresCase)[...], scalars[...])
  }

  static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isUpper = ("A"..."Z").contains(scalar)
      result.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
    }
    return String(result)
  }

  private enum Element: Equatable {
    case scalar(Unicode.Scalar)
    case any
    case one
  }

  private static func elements(_ wildcard: Wildcard, _ ignoresCase: Bool) -> [Element] {
    wildcard.pieces.flatMap { piece -> [Element] in
      switch piece {
      case .any: return [.any]
      case .one: return [.one]
      case .literal(let bytes):
        let text = String(decoding: bytes, as: UTF8.self)
        return (ignoresCase ? folded(text) : text).unicodeScalars.map(Element.scalar)
      }
    }
  }

  private static func matches(_ pattern: ArraySlice<Element>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case .any:
      return matches(rest, text) || !text.isEmpty && matches(pattern, text.dropFirst())
    case .one:
      return !text.isEmpty && matches(rest, text.dropFirst())
    case .scalar(let scalar):
      return text.first == scalar && matches(rest, text.dropFirst())
    }
  }
}
