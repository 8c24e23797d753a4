/// A literal of a query.
public enum KQLValue: Sendable, Hashable {
  /// Text in quotes.
  case quoted(String)
  /// Text without quotes and without `*`.
  case plain(String)
  /// Text without quotes and with at least one unescaped `*`.
  case pattern([Part])
  case bool(Bool)
  case null

  /// A piece of a pattern.
  public enum Part: Sendable, Hashable {
    case text(String)
    case star
  }

  /// The text that a literal stands for; the stars of a pattern are kept as `*`.
  public var text: String {
    switch self {
    case .quoted(let text), .plain(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .null: "null"
    case .pattern(let parts):
      parts.map { part in
        switch part {
        case .text(let text): text
        case .star: "*"
        }
      }.joined()
    }
  }

  /// The pattern with its stars; nil for every other literal.
  public var wildcard: Wildcard? {
    guard case .pattern(let parts) = self else { return nil }
    return Wildcard(
      parts.map { part in
        switch part {
        case .text(let text): .literal(Array(text.utf8))
        case .star: .any
        }
      })
  }
}
