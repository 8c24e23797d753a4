/// The tokens of text fields, as Elasticsearch's standard analyzer makes them: words by the rules of Unicode Standard
/// Annex 29, in lower case.
///
/// Source: https://www.elastic.co/docs/reference/text-analysis/analysis-standard-analyzer and UAX #29 §4.1.
enum TextAnalyzer {
  /// What a character means for word boundaries.
  private enum Kind {
    case letter
    case digit
    case ideograph
    /// Joins words and numbers, such as `_`.
    case connector
    /// Joins letters: `:` and `·`.
    case midLetter
    /// Joins digits: `,` and `;`.
    case midNumber
    /// Joins letters or digits: `.`, `'` and `’`.
    case midBoth
    /// Belongs to the character in front of it.
    case mark
    case other
  }

  static func tokens(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let kinds = scalars.map(kind)
    var tokens: [String] = []
    var start = 0
    while start < scalars.count {
      let end = wordEnd(kinds, from: start)
      guard end > start else {
        start += 1
        continue
      }
      if kinds[start..<end].contains(where: { $0 != .connector }) {
        append(scalars[start..<end], to: &tokens)
      }
      start = end
    }
    return tokens
  }

  /// The standard analyzer cuts longer words (`max_token_length`).
  private static let maximumLength = 255

  private static func append(_ word: ArraySlice<Unicode.Scalar>, to tokens: inout [String]) {
    var rest = word
    while !rest.isEmpty {
      tokens.append(String(String.UnicodeScalarView(rest.prefix(maximumLength))).lowercased())
      rest = rest.dropFirst(maximumLength)
    }
  }

  private static func wordEnd(_ kinds: [Kind], from start: Int) -> Int {
    var end = start
    var previous = Kind.other
    while end < kinds.count {
      switch kinds[end] {
      case .letter, .digit, .connector:
        previous = kinds[end]
      case .mark where end > start:
        break
      case .ideograph:
        return end == start ? end + 1 : end
      case .midLetter where previous == .letter && follows(kinds, end, .letter),
        .midNumber where previous == .digit && follows(kinds, end, .digit),
        .midBoth where (previous == .letter || previous == .digit) && follows(kinds, end, previous):
        break
      default:
        return end
      }
      end += 1
    }
    return end
  }

  private static func follows(_ kinds: [Kind], _ index: Int, _ kind: Kind) -> Bool {
    index + 1 < kinds.count && kinds[index + 1] == kind
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar {
    case "a"..."z", "A"..."Z": return .letter
    case "0"..."9": return .digit
    case "_": return .connector
    case ".", "'", "\u{2019}": return .midBoth
    case ":", "\u{B7}": return .midLetter
    case ",", ";": return .midNumber
    default: break
    }
    guard !scalar.isASCII else { return .other }
    let properties = scalar.properties
    if properties.isIdeographic || ("\u{3041}"..."\u{3096}").contains(scalar) { return .ideograph }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .mark
    case .decimalNumber: return .digit
    case .connectorPunctuation: return .connector
    default: return properties.isAlphabetic ? .letter : .other
    }
  }
}
