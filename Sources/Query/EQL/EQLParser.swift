/// Reads the Event Query Language.
///
/// Source: Elasticsearch reference, "EQL syntax reference"
/// (https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax). `join` and arrays in field names are refused, as
/// Elasticsearch refuses them.
public struct EQLParser {
  /// Expressions may be nested this deep.
  public static let maximumDepth = 200
  private static let maximumTerms = 256

  private let text: [Unicode.Scalar]
  private let tokens: [(token: QueryToken, offset: Int)]
  private var index = 0

  private init(_ query: String) throws(QuerySyntaxError) {
    text = Array(query.unicodeScalars)
    tokens = try QueryLexer.tokens(text)
  }

  /// Reads a query.
  ///
  /// - Throws: `QuerySyntaxError` with the line and column of what is wrong.
  public static func parse(_ query: String) throws(QuerySyntaxError) -> EQLQuery {
    var parser = try EQLParser(query)
    let search = try parser.search()
    var pipes: [EQLQuery.Pipe] = []
    while parser.take("|") { pipes.append(try parser.pipe()) }
    guard parser.peek == .end else { throw parser.unexpected("the end of the query or a pipe") }
    return EQLQuery(search: search, pipes: pipes)
  }

  // MARK: Words

  private var peek: QueryToken { tokens[index].token }

  private func error(_ message: String) -> QuerySyntaxError {
    QuerySyntaxError(message, in: text, at: tokens[index].offset)
  }

  private func unexpected(_ expected: String) -> QuerySyntaxError {
    error("found \(peek.name), expected \(expected)")
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard peek == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard peek == .identifier(word) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(QuerySyntaxError) {
    guard take(symbol) else { throw unexpected("\"\(symbol)\"") }
  }

  private mutating func integer(_ meaning: String, _ range: ClosedRange<Int>) throws(QuerySyntaxError) -> Int
  {
    guard case .integer(let value) = peek, let number = Int(exactly: value), range.contains(number) else {
      throw unexpected("\(meaning) from \(range.lowerBound) to \(range.upperBound)")
    }
    index += 1
    return number
  }

  // MARK: Searches

  private mutating func search() throws(QuerySyntaxError) -> EQLQuery.Search {
    if takeWord("sequence") { return .sequence(try sequence()) }
    if takeWord("sample") { return .sample(try sample()) }
    if peek == .identifier("join") {
      throw error("join is not part of the language any more; use sequence or sample")
    }
    return .event(try filter())
  }

  private mutating func pipe() throws(QuerySyntaxError) -> EQLQuery.Pipe {
    if takeWord("head") { return .head(try integer("a number", 0...1_000_000)) }
    if takeWord("tail") { return .tail(try integer("a number", 0...1_000_000)) }
    throw unexpected("head or tail")
  }

  private mutating func filter() throws(QuerySyntaxError) -> EQLFilter {
    let category: String?
    switch peek {
    case .identifier("any"): category = nil
    case .identifier(let name), .quotedIdentifier(let name), .string(let name): category = name
    default: throw unexpected("an event category, any, sequence or sample")
    }
    index += 1
    guard takeWord("where") else { throw unexpected("where") }
    return EQLFilter(category: category, condition: try or(depth: 0))
  }

  private mutating func keys() throws(QuerySyntaxError) -> [EQLField] {
    guard takeWord("by") else { return [] }
    var fields = [try key()]
    while take(",") { fields.append(try key()) }
    return fields
  }

  private mutating func key() throws(QuerySyntaxError) -> EQLField {
    guard let field = try field() else { throw unexpected("a field") }
    return field
  }

  private mutating func sequence() throws(QuerySyntaxError) -> EQLSequence {
    var common: [EQLField] = []
    var span: Int64?
    while true {
      if common.isEmpty, peek == .identifier("by") {
        common = try keys()
      } else if span == nil, peek == .identifier("with") {
        index += 1
        span = try maximumSpan()
      } else {
        break
      }
    }
    var terms: [EQLTerm] = []
    while peek == .symbol("[") || peek == .symbol("![") { terms += try term(common, allowsMissing: true) }
    let until = takeWord("until") ? try term(common, allowsMissing: false).first : nil
    try check(terms, until: until, span: span)
    return EQLSequence(terms: terms, until: until, maximumSpan: span)
  }

  private func check(_ terms: [EQLTerm], until: EQLTerm?, span: Int64?) throws(QuerySyntaxError) {
    guard terms.count >= 2 else { throw error("a sequence needs at least two events") }
    guard terms.count <= Self.maximumTerms else {
      throw error("a sequence may have \(Self.maximumTerms) events, with runs counted one by one")
    }
    guard terms.contains(where: { !$0.isMissing }) else {
      throw error("a sequence needs an event that is there")
    }
    guard Set((terms + (until.map { [$0] } ?? [])).map(\.keys.count)).count == 1 else {
      throw error("every event of a sequence must have as many keys as the others")
    }
    if terms.contains(where: \.isMissing), span == nil {
      throw error("a sequence with a missing event needs \"with maxspan\"")
    }
  }

  private mutating func maximumSpan() throws(QuerySyntaxError) -> Int64 {
    guard takeWord("maxspan") else { throw unexpected("maxspan") }
    try expect("=")
    let amount = try integer("a length of time", 0...1_000_000_000)
    guard case .identifier(let unit) = peek, let nanoseconds = Self.units[unit] else {
      throw unexpected("a unit of time: ms, s, m, h or d")
    }
    index += 1
    let (total, overflow) = Int64(amount).multipliedReportingOverflow(by: nanoseconds)
    guard !overflow else { throw error("the length of time is too large") }
    return total
  }

  private static let units: [String: Int64] = [
    "nanos": 1, "micros": 1000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
    "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
  ]

  /// Reads one step; `runs` makes several of it.
  private mutating func term(
    _ common: [EQLField], allowsMissing: Bool
  ) throws(QuerySyntaxError) -> [EQLTerm] {
    let isMissing = allowsMissing && take("![")
    if !isMissing { try expect("[") }
    let filter = try filter()
    try expect("]")
    let own = try keys()
    var runs = 1
    if takeWord("with") {
      guard takeWord("runs") else { throw unexpected("runs") }
      try expect("=")
      guard !isMissing else { throw error("a missing event cannot have runs") }
      runs = try integer("a number of runs", 1...100)
    }
    let term = EQLTerm(filter: filter, keys: common + own, runs: runs, isMissing: isMissing)
    return Array(repeating: term, count: runs)
  }

  private mutating func sample() throws(QuerySyntaxError) -> [EQLTerm] {
    let common = try keys()
    var terms: [EQLTerm] = []
    while peek == .symbol("[") { terms += try term(common, allowsMissing: false) }
    guard terms.count >= 2 else { throw error("a sample needs at least two events") }
    guard terms.count <= 64 else { throw error("a sample may have 64 events") }
    guard let count = terms.first?.keys.count, count > 0, terms.allSatisfy({ $0.keys.count == count }) else {
      throw error("every event of a sample must have as many keys as the others, and at least one")
    }
    return terms
  }

  // MARK: Conditions

  private func checkDepth(_ depth: Int) throws(QuerySyntaxError) {
    guard depth < Self.maximumDepth else { throw error("the expression is nested too deep") }
  }

  private mutating func or(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    var parts = [try and(depth: depth)]
    while takeWord("or") { parts.append(try and(depth: depth)) }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func and(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    var parts = [try not(depth: depth)]
    while takeWord("and") { parts.append(try not(depth: depth)) }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func not(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    try checkDepth(depth)
    guard takeWord("not") else { return try comparison(depth: depth) }
    return .not(try not(depth: depth + 1))
  }

  private static let comparisons = ["==", "!=", "<=", ">=", "<", ">"]

  private mutating func comparison(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    let left = try sum(depth: depth)
    if peek == .symbol("=") { throw error("a comparison is written ==") }
    for symbol in Self.comparisons where take(symbol) {
      guard let comparison = EQLNode.Comparison(rawValue: symbol) else { continue }
      return .compare(comparison, left, try sum(depth: depth))
    }
    return try predicate(left, depth: depth)
  }

  private mutating func predicate(_ left: EQLNode, depth: Int) throws(QuerySyntaxError) -> EQLNode {
    if take(":") { return try like(left, ignoresCase: true) }
    switch peek {
    case .identifier("like"):
      index += 1
      return try like(left, ignoresCase: take("~"))
    case .identifier("regex"):
      index += 1
      let ignoresCase = take("~")
      return .regex(left, try strings("a regular expression"), ignoresCase: ignoresCase)
    case .identifier("in"):
      index += 1
      return try list(left, depth: depth)
    case .identifier("not") where tokens[index + 1].token == .identifier("in"):
      index += 2
      return .not(try list(left, depth: depth))
    default: return left
    }
  }

  /// Reads what stands behind `:` and `like`. A value that is no text is compared as it is.
  private mutating func like(_ left: EQLNode, ignoresCase: Bool) throws(QuerySyntaxError) -> EQLNode {
    var patterns: [String] = []
    var others: [EQLNode] = []
    let isList = take("(")
    repeat {
      switch try constant() {
      case .text(let text): patterns.append(text)
      case let value: others.append(.compare(.equal, left, .literal(value)))
      }
    } while isList && take(",")
    if isList { try expect(")") }
    let texts = EQLNode.like(left, patterns, ignoresCase: ignoresCase)
    if others.isEmpty { return texts }
    return patterns.isEmpty && others.count == 1 ? others[0] : .or(others + (patterns.isEmpty ? [] : [texts]))
  }

  private mutating func strings(_ meaning: String) throws(QuerySyntaxError) -> [String] {
    var texts: [String] = []
    let isList = take("(")
    repeat {
      guard case .string(let text) = peek else { throw unexpected(meaning) }
      texts.append(text)
      index += 1
    } while isList && take(",")
    if isList { try expect(")") }
    return texts
  }

  private mutating func list(_ left: EQLNode, depth: Int) throws(QuerySyntaxError) -> EQLNode {
    let ignoresCase = take("~")
    try expect("(")
    var values: [EQLNode] = []
    repeat { values.append(try sum(depth: depth + 1)) } while take(",")
    try expect(")")
    return .oneOf(left, values, ignoresCase: ignoresCase)
  }

  // MARK: Values

  private mutating func sum(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    var left = try product(depth: depth)
    while true {
      if take("+") {
        left = .arithmetic(.add, left, try product(depth: depth))
      } else if take("-") {
        left = .arithmetic(.subtract, left, try product(depth: depth))
      } else {
        return left
      }
    }
  }

  private mutating func product(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    var left = try unary(depth: depth)
    while true {
      if take("*") {
        left = .arithmetic(.multiply, left, try unary(depth: depth))
      } else if take("/") {
        left = .arithmetic(.divide, left, try unary(depth: depth))
      } else if take("%") {
        left = .arithmetic(.modulo, left, try unary(depth: depth))
      } else {
        return left
      }
    }
  }

  private mutating func unary(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    try checkDepth(depth)
    if take("+") { return try unary(depth: depth + 1) }
    guard take("-") else { return try primary(depth: depth) }
    switch try unary(depth: depth + 1) {
    case .literal(.long(let value)): return .literal(.long(0 &- value))
    case .literal(.double(let value)): return .literal(.double(-value))
    case let node: return .arithmetic(.subtract, .literal(.long(0)), node)
    }
  }

  private mutating func primary(depth: Int) throws(QuerySyntaxError) -> EQLNode {
    if take("(") {
      let inner = try or(depth: depth + 1)
      try expect(")")
      return inner
    }
    if case .identifier(let name) = peek, !Self.literals.contains(name) {
      let next = tokens[index + 1].token
      let isCaseless = next == .symbol("~") && tokens[index + 2].token == .symbol("(")
      if next == .symbol("(") || isCaseless { return try call(name, ignoresCase: isCaseless, depth: depth) }
    }
    if let field = try field() { return .field(field) }
    return .literal(try constant())
  }

  private static let literals: Set<String> = ["true", "false", "null"]
  private static let keywords: Set<String> = [
    "and", "any", "by", "false", "in", "join", "like", "maxspan", "not", "null", "of", "or", "regex",
    "sample",
    "sequence", "true", "until", "where", "with",
  ]

  private mutating func constant() throws(QuerySyntaxError) -> Value {
    let isNegative = take("-")
    let value: Value
    switch peek {
    case .string(let text) where !isNegative: value = .text(text)
    case .integer(let number): value = .long(isNegative ? 0 &- number : number)
    case .decimal(let number): value = .double(isNegative ? -number : number)
    case .identifier("true") where !isNegative: value = .boolean(true)
    case .identifier("false") where !isNegative: value = .boolean(false)
    case .identifier("null") where !isNegative: value = .null
    default: throw unexpected("a value")
    }
    index += 1
    return value
  }

  private mutating func call(_ name: String, ignoresCase: Bool, depth: Int) throws(QuerySyntaxError)
    -> EQLNode
  {
    guard let function = EQLFunction(name: name) else { throw error("unknown function \(name)") }
    guard !ignoresCase || function.hasCaselessForm else { throw error("\(name) has no form with ~") }
    let start = index
    index += ignoresCase ? 3 : 2
    var arguments: [EQLNode] = []
    if !take(")") {
      repeat { arguments.append(try or(depth: depth + 1)) } while take(",")
      try expect(")")
    }
    guard function.arity.contains(arguments.count) else {
      index = start
      let bounds = function.arity
      let count = bounds.count == 1 ? "\(bounds.lowerBound)" : "\(bounds.lowerBound) to \(bounds.upperBound)"
      throw error("\(name) takes \(count) arguments, not \(arguments.count)")
    }
    return .call(function, ignoresCase: ignoresCase, arguments)
  }

  private mutating func field() throws(QuerySyntaxError) -> EQLField? {
    let isOptional = take("?")
    guard var path = takeName() else {
      guard !isOptional else { throw unexpected("a field") }
      return nil
    }
    while take(".") {
      guard let part = takeName(allowsKeyword: true) else { throw unexpected("the rest of the field name") }
      path += ".\(part)"
    }
    if peek == .symbol("["), case .integer = tokens[index + 1].token {
      throw error("elements of lists cannot be named; a condition holds when any value fulfils it")
    }
    return EQLField(path: path, isOptional: isOptional)
  }

  private mutating func takeName(allowsKeyword: Bool = false) -> String? {
    switch peek {
    case .quotedIdentifier(let name):
      index += 1
      return name
    case .identifier(let name) where allowsKeyword || !Self.keywords.contains(name):
      index += 1
      return name
    default: return nil
    }
  }
}
