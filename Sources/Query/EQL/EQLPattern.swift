/// Patterns of the language.
enum EQLPattern {
  /// The pattern of `:` and `like`: `*`, `?`, and everything else as it stands, also a backslash.
  static func wildcard(_ text: String) -> Wildcard {
    Wildcard(
      text.unicodeScalars.map { scalar in
        scalar == "*" ? .any : scalar == "?" ? .one : .literal(Array(String(scalar).utf8))
      })
  }

  /// Several regular expressions as one.
  static func joined(_ patterns: [String]) -> String {
    patterns.count == 1 ? patterns[0] : patterns.map { "(\($0))" }.joined(separator: "|")
  }
}

extension Wildcard {
  /// Whether a text fits the pattern.
  public func matches(_ text: String, ignoresCase: Bool) -> Bool {
    var text = text
    let matcher = PatternMatcher(self, ignoresCase: ignoresCase)
    return text.withUTF8(matcher.matches)
  }
}
