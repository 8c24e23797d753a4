/// A regular expression with groups, as GROK, REPLACE and SPLIT use them.
indirect enum PatternNode: Sendable {
  enum Assertion: Sendable {
    case start
    case end
    case wordBoundary
    case notWordBoundary
  }

  case empty
  case set(ScalarSet)
  case concatenation([PatternNode])
  /// Alternatives, the first that fits wins.
  case alternation([PatternNode])
  case repetition(PatternNode, minimum: Int, maximum: Int?, isLazy: Bool)
  case group(PatternNode, Int)
  case assertion(Assertion)
  case look(PatternNode, isBehind: Bool, isNegated: Bool)

  /// The number of characters that every fitting text has; nil when texts of different lengths fit.
  var width: Int? {
    switch self {
    case .empty, .assertion, .look: return 0
    case .set: return 1
    case .group(let inner, _): return inner.width
    case .concatenation(let parts):
      var total = 0
      for part in parts {
        guard let width = part.width else { return nil }
        total += width
      }
      return total
    case .alternation(let parts):
      let widths = Set(parts.map(\.width))
      return widths.count == 1 ? widths.first.flatMap(\.self) : nil
    case .repetition(let inner, let minimum, let maximum, _):
      guard minimum == maximum, let width = inner.width else { return nil }
      return width * minimum
    }
  }
}
