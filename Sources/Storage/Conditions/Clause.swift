import GRDB

/// A condition in SQL that is true or false for every row, never NULL.
enum Clause: Sendable, Hashable {
  case all
  case none
  case sql(String, [DatabaseValue])

  /// More parts than this are not joined: SQLite bounds the depth of expressions.
  private static let maximumParts = 400

  /// A clause with arguments.
  static func sql(_ text: String, _ arguments: any DatabaseValueConvertible...) -> Clause {
    .sql(text, arguments.map(\.databaseValue))
  }

  /// The text for WHERE with its arguments; nil when no row can fit.
  var condition: (text: String, arguments: [DatabaseValue])? {
    switch self {
    case .all: ("1", [])
    case .none: nil
    case .sql(let text, let arguments): (text, arguments)
    }
  }

  var negated: Clause {
    switch self {
    case .all: .none
    case .none: .all
    case .sql(let text, let arguments): .sql("NOT (\(text))", arguments)
    }
  }

  /// The conjunction; nil when there are too many parts.
  static func and(_ parts: [Clause]) -> Clause? {
    join(parts, " AND ", neutral: .all) {
      if case .none = $0 { true } else { false }
    }
  }

  /// The disjunction; nil when there are too many parts.
  static func or(_ parts: [Clause]) -> Clause? {
    join(parts, " OR ", neutral: .none) {
      if case .all = $0 { true } else { false }
    }
  }

  private static func join(
    _ parts: [Clause], _ word: String, neutral: Clause, decides: (Clause) -> Bool
  ) -> Clause? {
    if let deciding = parts.first(where: decides) { return deciding }
    var texts: [String] = []
    var all: [DatabaseValue] = []
    for case .sql(let text, let arguments) in parts {
      texts.append("(\(text))")
      all += arguments
    }
    guard !texts.isEmpty else { return neutral }
    guard texts.count <= maximumParts else { return nil }
    return .sql(texts.joined(separator: word), all)
  }
}
