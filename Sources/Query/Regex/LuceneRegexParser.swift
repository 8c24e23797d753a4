/// Reads Lucene's syntax of regular expressions with all its optional operators (`~ & < > @ # "`).
///
/// Source: Elasticsearch reference, "Regular expression syntax"
/// (https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax). `^` and `$` are plain characters.
struct LuceneRegexParser {
  private var reader: RegexReader
  private let ignoresCase: Bool

  private init(_ pattern: String, ignoresCase: Bool) throws(RegexError) {
    reader = try RegexReader(pattern)
    self.ignoresCase = ignoresCase
  }

  static func parse(_ pattern: String, ignoresCase: Bool) throws(RegexError) -> LuceneRegexNode {
    var parser = try LuceneRegexParser(pattern, ignoresCase: ignoresCase)
    if parser.reader.isAtEnd { return .empty }
    let node = try parser.union(depth: 0)
    guard parser.reader.isAtEnd else { throw parser.reader.error("unexpected \")\"") }
    return node
  }

  private mutating func union(depth: Int) throws(RegexError) -> LuceneRegexNode {
    guard depth < RegexReader.maximumDepth else { throw reader.error("groups are nested too deep") }
    var parts = [try intersection(depth: depth)]
    while reader.take("|") { parts.append(try intersection(depth: depth)) }
    return .either(parts)
  }

  private mutating func intersection(depth: Int) throws(RegexError) -> LuceneRegexNode {
    var parts = [try concatenation(depth: depth)]
    while reader.take("&") { parts.append(try concatenation(depth: depth)) }
    return .both(parts)
  }

  private mutating func concatenation(depth: Int) throws(RegexError) -> LuceneRegexNode {
    var parts: [LuceneRegexNode] = []
    while let scalar = reader.peek, scalar != ")", scalar != "|", scalar != "&" {
      parts.append(try repetition(depth: depth))
    }
    return parts.reversed().reduce(.empty) { .sequence($1, $0) }
  }

  private mutating func repetition(depth: Int) throws(RegexError) -> LuceneRegexNode {
    var node = try complement(depth: depth)
    var count = 0
    while let scalar = reader.peek, "?*+{".unicodeScalars.contains(scalar) {
      count += 1
      guard count <= 8 else { throw reader.error("too many repetitions on one expression") }
      reader.index += 1
      switch scalar {
      case "?": node = .times(node, 0, 1)
      case "*": node = .times(node, 0, nil)
      case "+": node = .times(node, 1, nil)
      default:
        let bounds = try reader.bounds()
        node = .times(node, bounds.minimum, bounds.maximum)
      }
    }
    return node
  }

  private mutating func complement(depth: Int) throws(RegexError) -> LuceneRegexNode {
    guard depth < RegexReader.maximumDepth else { throw reader.error("groups are nested too deep") }
    guard reader.take("~") else { return try simple(depth: depth) }
    return .negation(try complement(depth: depth + 1))
  }

  private mutating func simple(depth: Int) throws(RegexError) -> LuceneRegexNode {
    guard let scalar = reader.next() else { throw reader.error("the pattern ends too early") }
    switch scalar {
    case ".": return .set(.all)
    case "#": return .nothing
    case "@": return .anything
    case "\"": return try quoted()
    case "<": return try interval()
    case "(":
      if reader.take(")") { return .empty }
      let inner = try union(depth: depth + 1)
      try reader.expect(")")
      return inner
    case "[":
      let set = try reader.characterClass(posixNames: false) { (reader) throws(RegexError) in
        try Self.escaped(&reader)
      }
      return .set(ignoresCase ? set.ignoringCase : set)
    case "\\": return .set(folded(try Self.escaped(&reader)))
    // With nothing in front of them, signs of repetition are plain characters.
    default: return literal(scalar)
    }
  }

  private func folded(_ set: ScalarSet) -> ScalarSet { ignoresCase ? set.ignoringCase : set }

  private func literal(_ scalar: Unicode.Scalar) -> LuceneRegexNode { .set(folded(ScalarSet(scalar))) }

  private static func escaped(_ reader: inout RegexReader) throws(RegexError) -> ScalarSet {
    guard let scalar = reader.next() else { throw reader.error("the pattern ends with a backslash") }
    return RegexReader.shorthand(scalar) ?? ScalarSet(scalar)
  }

  private mutating func quoted() throws(RegexError) -> LuceneRegexNode {
    var parts: [LuceneRegexNode] = []
    while let scalar = reader.next() {
      if scalar == "\"" { return parts.reversed().reduce(.empty) { .sequence($1, $0) } }
      parts.append(literal(scalar))
    }
    throw reader.error("the quotes are never closed")
  }

  /// A range of numbers such as `<1-100>`; with as many digits on both sides, leading zeros are part of the text.
  private mutating func interval() throws(RegexError) -> LuceneRegexNode {
    let start = reader.index
    guard let low = reader.number() else { throw reader.error("expected a number") }
    let lowDigits = reader.index - start
    try reader.expect("-")
    let middle = reader.index
    guard let high = reader.number() else { throw reader.error("expected a number") }
    let highDigits = reader.index - middle
    try reader.expect(">")
    let (first, last) = (min(low, high), max(low, high))
    guard last - first <= 10_000 else { throw reader.error("the range has more than 10,000 numbers") }
    let width = lowDigits == highDigits ? lowDigits : 0
    return .either(
      (first...last).map { number in
        let digits = String(number)
        let text = String(repeating: "0", count: max(0, width - digits.count)) + digits
        return text.unicodeScalars.reversed().reduce(.empty) { .sequence(literal($1), $0) }
      })
  }
}
