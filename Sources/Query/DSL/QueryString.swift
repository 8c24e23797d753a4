import Events
import OrderedCollections

/// Elasticsearch's queries that hold a query as text, as far as they mean the same as KQL: fields with values, quoted
/// phrases, patterns with `*`, `AND`, `OR`, `NOT`, parentheses, comparisons. What Lucene's syntax has beyond that is refused.
struct QueryString {
  private let name: String
  private let text: String
  private let fields: [String]
  private let joins: String
  private let types: FieldTypes
  private let now: Timestamp

  /// Parameters that change nothing in what matches, or that are understood.
  private static let parameters: Set<String> = [
    "query", "fields", "default_field", "default_operator", "operator", "analyze_wildcard", "lenient", "type",
    "boost", "time_zone", "flags",
  ]

  init(_ name: String, _ body: JSON, types: FieldTypes, now: Timestamp) throws(DSLFilterError) {
    guard let members = body.object, let text = members["query"]?.string else {
      throw DSLFilterError(message: "\(name) needs a query")
    }
    if let unknown = members.keys.first(where: { !Self.parameters.contains($0) }) {
      throw DSLFilterError(message: "\(name) does not know \"\(unknown)\"")
    }
    self.name = name
    self.text = text
    let named = members["fields"]?.array?.compactMap(\.string) ?? members["default_field"]?.string.map { [$0] } ?? []
    fields = named.contains("*") ? [] : named
    joins = (members["default_operator"] ?? members["operator"])?.string?.lowercased() == "and" ? "and" : "or"
    self.types = types
    self.now = now
  }

  /// The meaning.
  func expression() throws(DSLFilterError) -> Expression {
    if name == "multi_match" { return try compile(Self.quoted(text)) }
    let query = try kql()
    return query.isEmpty ? .none : try compile(query)
  }

  /// The meaning of KQL, asked of the fields that are named, or of all.
  private func compile(_ query: String) throws(DSLFilterError) -> Expression {
    let sides = fields.isEmpty ? [query] : fields.map { "\($0): (\(query))" }
    var parts: [Expression] = []
    for side in sides {
      do {
        parts.append(try KQLCompiler(types: types, now: now).compile(KQLParser.parse(side)))
      } catch {
        throw DSLFilterError(message: "\(name): \(error)")
      }
    }
    return .disjunction(parts)
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  // MARK: Lucene's syntax as KQL

  /// A piece of a query.
  private enum Piece: Equatable {
    case operand(String)
    case and, or, not, open, close
  }

  private func kql() throws(DSLFilterError) -> String {
    let pieces = try pieces()
    if !fields.isEmpty, pieces.contains(where: { if case .operand(let text) = $0 { text.hasField } else { false } }) {
      throw refusal("fields inside a query that names its fields")
    }
    var result: [String] = []
    var joinsAtLevel: [Set<String>] = [[]]
    var previous: Piece?
    func join(_ word: String) throws(DSLFilterError) {
      joinsAtLevel[joinsAtLevel.count - 1].insert(word)
      guard joinsAtLevel[joinsAtLevel.count - 1].count == 1 else {
        throw refusal("AND and OR side by side without parentheses")
      }
      result.append(word)
    }
    for piece in pieces {
      let begins = switch piece { case .operand, .open, .not: true; case .and, .or, .close: false }
      let ended = switch previous { case .operand?, .close?: true; default: false }
      if begins, ended { try join(joins) }
      switch piece {
      case .operand(let text): result.append(text)
      case .and: try join("and")
      case .or: try join("or")
      case .not: result.append("not")
      case .open:
        result.append("(")
        joinsAtLevel.append([])
      case .close:
        result.append(")")
        if joinsAtLevel.count > 1 { joinsAtLevel.removeLast() }
      }
      previous = piece
    }
    return result.joined(separator: " ")
  }

  private func refusal(_ what: String) -> DSLFilterError {
    DSLFilterError(message: "\(name): \(what) is not supported; write the query with bool, or as KQL")
  }

  private func pieces() throws(DSLFilterError) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "(" || first == ")" {
        rest.removeFirst()
        pieces.append(first == "(" ? .open : .close)
      } else {
        pieces.append(try piece(&rest))
      }
    }
    return pieces
  }

  /// The next word or phrase, with its field.
  private func piece(_ rest: inout Substring) throws(DSLFilterError) -> Piece {
    var word = ""
    var isQuoted = false
    while let first = rest.first {
      if !isQuoted, first.isWhitespace || first == "(" || first == ")" { break }
      rest.removeFirst()
      word.append(first)
      if first == "\\" {
        guard let escaped = rest.popFirst() else { throw refusal("a backslash at the end") }
        word.append(escaped)
      } else if first == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, "[]{}~^/!+|&?".contains(first) {
        throw refusal("\"\(first)\"")
      }
    }
    guard !isQuoted else { throw refusal("a quote without its end") }
    switch word {
    case "AND": return .and
    case "OR": return .or
    case "NOT": return .not
    default: break
    }
    guard !word.hasPrefix("-") else { throw refusal("\"-\" in front of a word") }
    // KQL's own words have no meaning in Lucene's syntax.
    if ["and", "or", "not"].contains(word.lowercased()) { return .operand("\"\(word)\"") }
    // Lucene asks whether a field exists with _exists_.
    if word.hasPrefix("_exists_:") { return .operand("\(word.dropFirst(9)): *") }
    for sign in [":>=", ":<=", ":>", ":<"] where !word.hasPrefix("\"") {
      if let range = word.firstRange(of: sign) {
        return .operand("\(word[..<range.lowerBound]) \(sign.dropFirst()) \(word[range.upperBound...])")
      }
    }
    return .operand(word)
  }
}

extension String {
  /// Whether an operand names its field.
  fileprivate var hasField: Bool {
    var previous: Character?
    for character in self {
      if character == "\"" { return false }
      if character == ":" || character == ">" || character == "<", previous != "\\" { return true }
      previous = character
    }
    return false
  }
}
