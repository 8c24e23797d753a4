/// Reads Kibana's query language.
///
/// The grammar is that of Kibana's parser (`kuery.peg`, elastic/kibana, package `kbn-es-query`): `not` binds tighter than
/// `and`, `and` tighter than `or`; keywords need white space around them; a literal without quotes goes on to the next
/// special character or keyword.
public struct KQLParser {
  /// Parentheses and braces may be nested this deep.
  public static let maximumDepth = 200

  private let text: [Unicode.Scalar]
  private var index = 0

  private init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  /// Reads a query.
  ///
  /// - Throws: `QuerySyntaxError` with the line and column of what is wrong.
  public static func parse(_ query: String) throws(QuerySyntaxError) -> KQLNode {
    var parser = KQLParser(query)
    parser.skipSpace()
    if parser.isAtEnd { return .empty }
    let node = try parser.orQuery(depth: 0)
    parser.skipSpace()
    guard parser.isAtEnd else { throw parser.unexpected("the end of the query, AND or OR") }
    return node
  }

  // MARK: Structure

  private mutating func orQuery(depth: Int) throws(QuerySyntaxError) -> KQLNode {
    try chain("or", KQLNode.or) { (parser) throws(QuerySyntaxError) in
      try parser.chain("and", KQLNode.and) { (parser) throws(QuerySyntaxError) in
        try parser.notQuery(depth: depth)
      }
    }
  }

  /// Reads operands that a keyword joins.
  private mutating func chain(
    _ keyword: String, _ join: ([KQLNode]) -> KQLNode,
    _ operand: (inout KQLParser) throws(QuerySyntaxError) -> KQLNode
  ) throws(QuerySyntaxError) -> KQLNode {
    var parts = [try operand(&self)]
    while takeJoin(keyword) { parts.append(try operand(&self)) }
    return parts.count == 1 ? parts[0] : join(parts)
  }

  private mutating func notQuery(depth: Int) throws(QuerySyntaxError) -> KQLNode {
    guard takeNot() else { return try subQuery(depth: depth) }
    return .not(try subQuery(depth: depth))
  }

  private mutating func subQuery(depth: Int) throws(QuerySyntaxError) -> KQLNode {
    guard peek == "(" else { return try expression(depth: depth) }
    guard depth < Self.maximumDepth else { throw error("parentheses are nested too deep") }
    index += 1
    skipSpace()
    let node = try orQuery(depth: depth + 1)
    try close(")")
    return node
  }

  private mutating func close(_ bracket: Unicode.Scalar) throws(QuerySyntaxError) {
    skipSpace()
    guard peek == bracket else { throw unexpected("\"\(bracket)\", AND or OR") }
    index += 1
  }

  private mutating func expression(depth: Int) throws(QuerySyntaxError) -> KQLNode {
    let literal = try literal(expecting: "a field name or a value")
    let afterLiteral = index
    skipSpace()
    if let range = takeRangeOperator() {
      skipSpace()
      return .range(field: literal, range, try rangeValue())
    }
    guard peek == ":" else {
      index = afterLiteral
      return .isValue(field: nil, literal)
    }
    index += 1
    skipSpace()
    return try fieldQuery(literal, depth: depth)
  }

  private mutating func fieldQuery(_ field: KQLField, depth: Int) throws(QuerySyntaxError) -> KQLNode {
    switch peek {
    case "(":
      guard depth < Self.maximumDepth else { throw error("parentheses are nested too deep") }
      return .list(field: field, try valueGroup(depth: depth + 1))
    case "{":
      guard depth < Self.maximumDepth else { throw error("braces are nested too deep") }
      index += 1
      skipSpace()
      let inner = try orQuery(depth: depth + 1)
      try close("}")
      return .nested(field: field, inner)
    default:
      return .isValue(
        field: field, try literal(expecting: "a value, a list in parentheses or an object in braces"))
    }
  }

  /// Reads a parenthesised list of values with its own `and`, `or` and `not`.
  private mutating func valueGroup(depth: Int) throws(QuerySyntaxError) -> KQLNode {
    guard depth < Self.maximumDepth else { throw error("parentheses are nested too deep") }
    index += 1
    skipSpace()
    let node = try chain("or", KQLNode.or) { (parser) throws(QuerySyntaxError) in
      try parser.chain("and", KQLNode.and) { (parser) throws(QuerySyntaxError) in
        let isNegated = parser.takeNot()
        let value: KQLNode =
          parser.peek == "("
          ? try parser.valueGroup(depth: depth + 1)
          : .isValue(field: nil, try parser.literal(expecting: "a value"))
        return isNegated ? .not(value) : value
      }
    }
    try close(")")
    return node
  }

  private mutating func rangeValue() throws(QuerySyntaxError) -> KQLValue {
    let start = index
    let value = try literal(expecting: "a value")
    if case .pattern = value {
      throw QuerySyntaxError("a range takes no pattern; remove the *", in: text, at: start)
    }
    return value
  }

  // MARK: Words

  private var isAtEnd: Bool { index >= text.count }
  private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" || scalar == "\u{A0}"
  }

  private mutating func skipSpace() {
    while let scalar = peek, Self.isSpace(scalar) { index += 1 }
  }

  /// Whether a keyword, in letters of either case, and white space stand at an index.
  private func isKeyword(_ word: String, at start: Int) -> Bool {
    var i = start
    for scalar in word.unicodeScalars {
      guard i < text.count, text[i].value | 0x20 == scalar.value else { return false }
      i += 1
    }
    return i < text.count && Self.isSpace(text[i])
  }

  /// Takes white space, the keyword and white space.
  private mutating func takeJoin(_ keyword: String) -> Bool {
    var start = index
    while start < text.count, Self.isSpace(text[start]) { start += 1 }
    guard start > index, isKeyword(keyword, at: start) else { return false }
    index = start + keyword.unicodeScalars.count
    skipSpace()
    return true
  }

  private mutating func takeNot() -> Bool {
    guard isKeyword("not", at: index) else { return false }
    index += 3
    skipSpace()
    return true
  }

  private mutating func takeRangeOperator() -> KQLRange? {
    guard peek == "<" || peek == ">" else { return nil }
    let isLess = peek == "<"
    index += 1
    guard peek == "=" else { return isLess ? .less : .greater }
    index += 1
    return isLess ? .lessOrEqual : .greaterOrEqual
  }

  // MARK: Literals

  private mutating func literal(expecting expected: String) throws(QuerySyntaxError) -> KQLValue {
    peek == "\"" ? try quoted() : try unquoted(expecting: expected)
  }

  private mutating func quoted() throws(QuerySyntaxError) -> KQLValue {
    let start = index
    var value = String.UnicodeScalarView()
    index += 1
    while let scalar = peek {
      index += 1
      if scalar == "\"" { return .quoted(String(value)) }
      if scalar == "\\", let escaped = takeQuotedEscape() {
        value.append(escaped)
      } else {
        value.append(scalar)
      }
    }
    throw QuerySyntaxError("the quotes are never closed", in: text, at: start)
  }

  private mutating func takeQuotedEscape() -> Unicode.Scalar? {
    if peek == "\\" || peek == "\"", let scalar = peek {
      index += 1
      return scalar
    }
    return takeCommonEscape()
  }

  /// Takes the rest of `\t`, `\r`, `\n` or `\uXXXX`.
  private mutating func takeCommonEscape() -> Unicode.Scalar? {
    switch peek {
    case "t": return take("\t")
    case "r": return take("\r")
    case "n": return take("\n")
    case "u": return takeUnicodeEscape()
    default: return nil
    }
  }

  /// Takes `uXXXX`, or two of them that are a surrogate pair. A lone surrogate becomes U+FFFD.
  private mutating func takeUnicodeEscape() -> Unicode.Scalar? {
    guard let unit = codeUnit(at: index) else { return nil }
    index += 5
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, peek == "\\", let low = codeUnit(at: index + 1), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    {
      index += 6
      return scalar
    }
    return "\u{FFFD}"
  }

  /// The number of `uXXXX` at an index.
  private func codeUnit(at start: Int) -> UInt32? {
    guard start + 4 < text.count, text[start] == "u" else { return nil }
    var value: UInt32 = 0
    for scalar in text[start + 1...start + 4] {
      guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func take(_ meaning: Unicode.Scalar) -> Unicode.Scalar {
    index += 1
    return meaning
  }

  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\\", "(", ")", ":", "<", ">", "\"", "*", "{", "}": true
    default: false
    }
  }

  private mutating func unquoted(expecting expected: String) throws(QuerySyntaxError) -> KQLValue {
    var literal = KQLUnquotedLiteral()
    let start = index
    while let scalar = peek, !startsKeyword() {
      if scalar == "\\" {
        for scalar in try takeEscape() { literal.append(scalar) }
        continue
      }
      if scalar != "*", Self.isSpecial(scalar) { break }
      scalar == "*" ? literal.appendStar() : literal.append(scalar)
      index += 1
    }
    guard index > start else { throw unexpected(expected) }
    return literal.value
  }

  /// Whether `or`, `and` (behind white space) or `not` (anywhere) starts at the index and so ends a literal.
  private func startsKeyword() -> Bool {
    guard let scalar = peek else { return false }
    if isKeyword("not", at: index) { return true }
    guard Self.isSpace(scalar) else { return false }
    var start = index
    while start < text.count, Self.isSpace(text[start]) { start += 1 }
    return isKeyword("or", at: start) || isKeyword("and", at: start)
  }

  private mutating func takeEscape() throws(QuerySyntaxError) -> [Unicode.Scalar] {
    let start = index
    index += 1
    if let scalar = peek, Self.isSpecial(scalar) {
      index += 1
      return [scalar]
    }
    // White space comes first in Kibana's grammar, so that `\not` is a line feed and `ot`.
    if let scalar = takeCommonEscape() { return [scalar] }
    for keyword in ["or", "and", "not"] where hasWord(keyword) {
      let word = text[index..<index + keyword.unicodeScalars.count]
      index += keyword.unicodeScalars.count
      return Array(word)
    }
    index = start
    throw error(
      "a backslash must stand in front of one of \\ ( ) : < > \" * { }, of t r n uXXXX, or of a keyword")
  }

  private func hasWord(_ word: String) -> Bool {
    let end = index + word.unicodeScalars.count
    guard end <= text.count else { return false }
    return zip(text[index..<end], word.unicodeScalars).allSatisfy {
      $0.properties.lowercaseMapping == String($1)
    }
  }

  // MARK: Errors

  private func error(_ message: String) -> QuerySyntaxError {
    QuerySyntaxError(message, in: text, at: min(index, text.count))
  }

  private func unexpected(_ expected: String) -> QuerySyntaxError {
    guard let scalar = peek else { return error("the query ends here, expected \(expected)") }
    if isKeyword("not", at: index) || isKeyword("and", at: index) || isKeyword("or", at: index) {
      let word = String(String.UnicodeScalarView(text[index...].prefix { !Self.isSpace($0) }))
      return error("unexpected keyword \"\(word)\", expected \(expected)")
    }
    return error("unexpected \"\(scalar)\", expected \(expected)")
  }
}
