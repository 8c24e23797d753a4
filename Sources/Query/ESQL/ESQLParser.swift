/// Reads ES|QL.
///
/// Source: Elasticsearch reference, "ES|QL syntax reference"
/// (https://www.elastic.co/docs/reference/query-languages/esql/esql-syntax-reference).
public struct ESQLParser {
  /// Expressions may be nested this deep.
  public static let maximumDepth = 200
  private static let maximumCommands = 500

  let text: [Unicode.Scalar]
  let tokens: [(token: QueryToken, offset: Int)]
  var index = 0

  private init(_ query: String) throws(QuerySyntaxError) {
    text = Array(query.unicodeScalars)
    tokens = try QueryLexer.tokens(text)
  }

  /// Reads a query.
  ///
  /// - Throws: `QuerySyntaxError` with the line and column of what is wrong.
  public static func parse(_ query: String) throws(QuerySyntaxError) -> ESQLQuery {
    var parser = try ESQLParser(query)
    var commands = [try parser.source()]
    while parser.take("|") {
      guard commands.count < maximumCommands else { throw parser.error("the query has too many commands") }
      commands.append(try parser.command())
    }
    guard parser.peek == .end else { throw parser.unexpected("\"|\" or the end of the query") }
    return ESQLQuery(commands: commands)
  }

  // MARK: Words

  var peek: QueryToken { tokens[index].token }

  func error(_ message: String) -> QuerySyntaxError {
    QuerySyntaxError(message, in: text, at: tokens[index].offset)
  }

  func unexpected(_ expected: String) -> QuerySyntaxError {
    error("found \(peek.name), expected \(expected)")
  }

  mutating func take(_ symbol: String) -> Bool {
    guard peek == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  func isWord(_ word: String, at position: Int? = nil) -> Bool {
    guard case .identifier(let name) = tokens[position ?? index].token else { return false }
    return name.lowercased() == word
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ symbol: String) throws(QuerySyntaxError) {
    guard take(symbol) else { throw unexpected("\"\(symbol)\"") }
  }

  mutating func expectWord(_ word: String) throws(QuerySyntaxError) {
    guard takeWord(word) else { throw unexpected(word.uppercased()) }
  }

  mutating func string(_ meaning: String) throws(QuerySyntaxError) -> String {
    guard case .string(let value) = peek else { throw unexpected(meaning) }
    index += 1
    return value
  }

  // MARK: Commands

  private mutating func source() throws(QuerySyntaxError) -> ESQLCommand {
    if takeWord("row") { return .row(try fields()) }
    guard takeWord("from") else { throw unexpected("FROM or ROW") }
    var indices: [String] = []
    repeat { indices.append(try indexPattern()) } while take(",")
    var metadata: [String] = []
    if takeWord("metadata") {
      repeat { metadata.append(try columnName()) } while take(",")
    }
    return .from(indices: indices, metadata: metadata)
  }

  /// Reads an index pattern, which may hold characters that no other word has.
  private mutating func indexPattern() throws(QuerySyntaxError) -> String {
    if case .string(let name) = peek {
      index += 1
      return name
    }
    let start = tokens[index].offset
    var end = start
    while end < text.count, !text[end].properties.isWhitespace, text[end] != ",", text[end] != "|" {
      end += 1
    }
    guard end > start else { throw unexpected("an index pattern") }
    while tokens[index].offset < end, peek != .end { index += 1 }
    return String(String.UnicodeScalarView(text[start..<end]))
  }

  private static let unsupported: Set<String> = [
    "change_point", "completion", "fork", "fuse", "rerank", "sample", "show", "ts",
  ]

  private mutating func command() throws(QuerySyntaxError) -> ESQLCommand {
    guard case .identifier(let word) = peek else { throw unexpected("a command") }
    let name = word.lowercased()
    index += 1
    switch name {
    case "where": return .filter(try expression())
    case "eval": return .eval(try fields())
    case "keep": return .keep(try patterns())
    case "drop": return .drop(try patterns())
    case "rename": return .rename(try renames())
    case "stats": return try stats(isInline: false)
    case "inline", "inlinestats":
      if name == "inline" { try expectWord("stats") }
      return try stats(isInline: true)
    case "sort": return .sort(try orders())
    case "limit": return .limit(try limit())
    case "mv_expand": return .expand(try columnName())
    case "grok": return try grok()
    case "dissect": return try dissect()
    case "enrich": return try enrich()
    case "lookup":
      try expectWord("join")
      return try lookupJoin()
    case _ where Self.unsupported.contains(name):
      skipCommand()
      return .unsupported(name.uppercased())
    default:
      index -= 1
      throw unexpected("a command such as WHERE, EVAL, KEEP, STATS or SORT")
    }
  }

  private mutating func skipCommand() {
    var depth = 0
    while peek != .end {
      if peek == .symbol("(") { depth += 1 }
      if peek == .symbol(")") { depth -= 1 }
      if depth == 0, peek == .symbol("|") { return }
      index += 1
    }
  }

  private mutating func limit() throws(QuerySyntaxError) -> Int {
    guard case .integer(let value) = peek, let count = Int(exactly: value) else {
      throw unexpected("a number")
    }
    index += 1
    return count
  }

  /// Reads columns that are calculated, with or without names.
  private mutating func fields() throws(QuerySyntaxError) -> [ESQLField] {
    var fields = [try field()]
    while take(",") { fields.append(try field()) }
    return fields
  }

  private mutating func field() throws(QuerySyntaxError) -> ESQLField {
    let start = index
    if let name = takeAssignment() { return ESQLField(name: name, node: try expression()) }
    let node = try expression()
    return ESQLField(name: self.name(of: node, from: start), node: node)
  }

  /// A column is called by itself, everything else by its text.
  private func name(of node: ESQLNode, from start: Int) -> String {
    if case .column(let name) = node { return name }
    let end = tokens[index].offset
    var scalars = text[tokens[start].offset..<end]
    while let last = scalars.last, last.properties.isWhitespace { scalars = scalars.dropLast() }
    return String(String.UnicodeScalarView(scalars))
  }

  private mutating func takeAssignment() -> String? {
    let start = index
    guard let name = try? columnName(), peek == .symbol("=") else {
      index = start
      return nil
    }
    index += 1
    return name
  }

  private mutating func renames() throws(QuerySyntaxError) -> [(old: String, new: String)] {
    var renames: [(old: String, new: String)] = []
    repeat {
      let first = try columnName()
      if take("=") {
        renames.append((try columnName(), first))
      } else {
        try expectWord("as")
        renames.append((first, try columnName()))
      }
    } while take(",")
    return renames
  }

  private mutating func stats(isInline: Bool) throws(QuerySyntaxError) -> ESQLCommand {
    var aggregates: [ESQLAggregate] = []
    if !isWord("by") {
      repeat {
        let field = try field()
        aggregates.append(ESQLAggregate(field: field, filter: takeWord("where") ? try expression() : nil))
      } while take(",")
    }
    let groups = takeWord("by") ? try fields() : []
    return .stats(aggregates, by: groups, isInline: isInline)
  }

  private mutating func orders() throws(QuerySyntaxError) -> [ESQLOrder] {
    var orders: [ESQLOrder] = []
    repeat {
      let node = try expression()
      let isAscending = takeWord("asc") || !takeWord("desc")
      var nullsFirst = !isAscending
      if takeWord("nulls") {
        nullsFirst = takeWord("first")
        if !nullsFirst { try expectWord("last") }
      }
      orders.append(ESQLOrder(node: node, isAscending: isAscending, nullsFirst: nullsFirst))
    } while take(",")
    return orders
  }

  private mutating func grok() throws(QuerySyntaxError) -> ESQLCommand {
    let column = try columnName()
    var patterns = [try string("a pattern")]
    while take(",") { patterns.append(try string("a pattern")) }
    return .grok(column, patterns)
  }

  private mutating func dissect() throws(QuerySyntaxError) -> ESQLCommand {
    let column = try columnName()
    let pattern = try string("a pattern")
    var separator = ""
    if takeWord("append_separator") {
      try expect("=")
      separator = try string("a text")
    }
    return .dissect(column, pattern: pattern, separator: separator)
  }

  private mutating func enrich() throws(QuerySyntaxError) -> ESQLCommand {
    let policy = try indexPattern()
    let column = takeWord("on") ? try columnName() : nil
    var with: [(new: String, field: String)] = []
    if takeWord("with") {
      repeat {
        let first = try columnName()
        with.append((first, take("=") ? try columnName() : first))
      } while take(",")
    }
    return .enrich(policy: policy, on: column, with: with)
  }

  private mutating func lookupJoin() throws(QuerySyntaxError) -> ESQLCommand {
    let table = try indexPattern()
    try expectWord("on")
    var columns = [try columnName()]
    while take(",") { columns.append(try columnName()) }
    return .lookupJoin(table: table, on: columns)
  }

  // MARK: Names

  mutating func columnName() throws(QuerySyntaxError) -> String {
    var name = try namePart()
    while take(".") { name += "." + (try namePart()) }
    return name
  }

  private mutating func namePart() throws(QuerySyntaxError) -> String {
    switch peek {
    case .identifier(let part), .quotedIdentifier(let part):
      index += 1
      return part
    default: throw unexpected("a column")
    }
  }

  private mutating func patterns() throws(QuerySyntaxError) -> [String] {
    var patterns = [try pattern()]
    while take(",") { patterns.append(try pattern()) }
    return patterns
  }

  /// Reads a column or a pattern of columns with `*`, up to a comma, white space or the end of the command.
  private mutating func pattern() throws(QuerySyntaxError) -> String {
    var pattern = ""
    var end = tokens[index].offset
    while tokens[index].offset == end {
      switch peek {
      case .identifier(let part):
        pattern += part
        end += part.unicodeScalars.count
      case .quotedIdentifier(let part):
        pattern += part
        end = tokens[index + 1].offset
      case .integer(let value):
        pattern += String(value)
        end += String(value).unicodeScalars.count
      case .symbol(let symbol) where ["*", ".", "-", "?"].contains(symbol) && symbol != "?":
        pattern += symbol
        end += 1
      default:
        guard !pattern.isEmpty else { throw unexpected("a column or a pattern of columns") }
        return pattern
      }
      index += 1
    }
    return pattern
  }
}
