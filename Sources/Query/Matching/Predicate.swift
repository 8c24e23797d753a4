import Events

/// A test prepared for matching. It is shared by all queries that ask the same of the same field.
final class Predicate: Sendable {
  /// The prepared test.
  enum Operation: Sendable {
    case exists
    case bytes([UInt8], ignoresCase: Bool)
    case set(ByteTable, ignoresCase: Bool)
    case pattern(PatternMatcher)
    /// nil never passes: queries with a wrong expression are refused before.
    case regex(LuceneRegex?)
    case version(Bounds<Version>)
    case number(Bounds<Double>, isWhole: Bool)
    case boolean(Bool)
    case ip(Bounds<IPAddress>)
    case ipSet(IPSet)
    case date(Bounds<Timestamp>)
    case text(Bounds<String>)
    case anyToken(Set<String>)
    case tokenPattern(PatternMatcher)
    case phrase([String])
    /// Asked of the complete document; the number of the test in the program.
    case anyField(Int)
    /// Asked of the objects at a path; the number of the nested matcher.
    case nested(Int)
    /// Calculated from several fields; the number of the test in the program.
    case computed(Int)
  }

  /// The number of the field in the catalog; -1 for tests on the document.
  let field: Int
  /// Longer values, in UTF-16 units, are not searchable.
  let ignoreAbove: Int?
  let operation: Operation

  /// What to order tests by.
  let estimate: TestEstimate

  init(_ test: Test, field: Int, entry: FieldCatalog.Entry) {
    self.field = field
    ignoreAbove = entry.ignoreAbove
    operation = Self.operation(test, entry.type)
    estimate = TestEstimate(test, entry: entry)
  }

  init(document operation: Operation) {
    field = -1
    ignoreAbove = nil
    self.operation = operation
    estimate = TestEstimate(cost: 100, likelihood: 0.5)
  }

  private static func operation(_ test: Test, _ type: FieldType) -> Operation {
    switch test {
    case .exists: .exists
    case .term(let text, let ignoresCase): .bytes(fold(text, ignoresCase), ignoresCase: ignoresCase)
    case .terms(let texts, let ignoresCase):
      .set(ByteTable(Set(texts.map { fold($0, ignoresCase) }).map { ($0, 0) }), ignoresCase: ignoresCase)
    case .wildcard(let wildcard, let ignoresCase):
      .pattern(PatternMatcher(wildcard, ignoresCase: ignoresCase))
    case .regex(let pattern, let ignoresCase): .regex(try? LuceneRegex(pattern, ignoresCase: ignoresCase))
    case .version(let bounds): .version(bounds)
    case .number(let bounds): .number(bounds, isWhole: type == .long)
    case .boolean(let flag): .boolean(flag)
    case .ip(let bounds): .ip(bounds)
    case .ipSet(let set): .ipSet(set)
    case .date(let bounds): .date(bounds)
    case .text(let bounds): .text(bounds)
    case .anyToken(let tokens): .anyToken(Set(tokens))
    case .tokenPattern(let wildcard): .tokenPattern(PatternMatcher(wildcard, ignoresCase: false))
    case .phrase(let tokens): .phrase(tokens)
    }
  }

  private static func fold(_ text: String, _ ignoresCase: Bool) -> [UInt8] {
    ignoresCase ? text.utf8.map(PatternMatcher.folded) : Array(text.utf8)
  }
}

extension Predicate {
  /// Whether the test searches in a text, which takes longer than to compare or to look up.
  var isSearch: Bool {
    switch operation {
    case .pattern, .regex, .anyToken, .tokenPattern, .phrase: true
    default: false
    }
  }

  /// Whether one of the values passes. Only for tests on a field.
  @inline(__always)
  func passes(_ values: FieldValues) -> Bool {
    for value in values {
      if let ignoreAbove, value.bytes.count > ignoreAbove, value.length > ignoreAbove { continue }
      if passes(value) { return true }
    }
    return false
  }

  private func passes(_ value: FieldValue) -> Bool {
    switch operation {
    case .exists: true
    case .bytes(let wanted, let ignoresCase): Self.equals(wanted, value.bytes, ignoresCase)
    case .set(let table, let ignoresCase): Self.contains(table, value.bytes, ignoresCase)
    case .pattern(let pattern): pattern.matches(value.bytes)
    case .regex(let regex): regex?.matches(value.text) ?? false
    case .version(let bounds): bounds.contains(Version(value.text))
    case .number(let bounds, let isWhole): Self.number(value, isWhole).map(bounds.contains) ?? false
    case .boolean(let flag): value.bytes.elementsEqual((flag ? "true" : "false").utf8)
    case .ip(let bounds): IPAddress(value.bytes).map(bounds.contains) ?? false
    case .ipSet(let set): IPAddress(value.bytes).map(set.contains) ?? false
    case .date(let bounds): Self.date(value).map(bounds.contains) ?? false
    case .text(let bounds): Self.text(bounds, value.bytes)
    case .anyToken(let tokens): TextAnalyzer.tokens(value.text).contains { tokens.contains($0) }
    case .tokenPattern(let pattern): Self.anyToken(pattern, value.text)
    case .phrase(let tokens): Self.hasPhrase(tokens, value.text)
    case .anyField, .nested, .computed: false
    }
  }

  @inline(__always)
  private static func equals(_ wanted: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ ignoresCase: Bool)
    -> Bool
  {
    guard wanted.count == bytes.count else { return false }
    return wanted.withUnsafeBufferPointer { wanted in
      for index in 0..<bytes.count {
        let byte = ignoresCase ? PatternMatcher.folded(bytes[index]) : bytes[index]
        guard byte == wanted[index] else { return false }
      }
      return true
    }
  }

  private static func contains(
    _ table: ByteTable, _ bytes: UnsafeBufferPointer<UInt8>, _ ignoresCase: Bool
  ) -> Bool {
    guard ignoresCase else { return table.find(bytes) != nil }
    guard bytes.count <= table.longestKey else { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { folded in
      for index in bytes.indices {
        folded.initializeElement(at: index, to: PatternMatcher.folded(bytes[index]))
      }
      return table.find(UnsafeBufferPointer(folded)) != nil
    }
  }

  /// Texts that look like numbers are numbers, and a `long` keeps the whole part, as Elasticsearch's `coerce` does.
  private static func number(_ value: FieldValue, _ isWhole: Bool) -> Double? {
    guard value.kind != .boolean, value.bytes.count <= 400, let number = Double(value.text) else {
      return nil
    }
    return isWhole ? number.rounded(.towardZero) : number
  }

  /// Dates are ISO 8601 texts, or milliseconds since the epoch.
  private static func date(_ value: FieldValue) -> Timestamp? {
    if let time = Timestamp(value.bytes), value.kind == .string { return time }
    return Int64(value.text).flatMap { Timestamp(milliseconds: $0) }
  }

  private static func text(_ bounds: Bounds<String>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    func isBelow(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
      left.lexicographicallyPrecedes(right)
    }
    if let lower = bounds.lower {
      let end = lower.value.utf8
      if lower.isInclusive ? isBelow(bytes, end) : !isBelow(end, bytes) { return false }
    }
    if let upper = bounds.upper {
      let end = upper.value.utf8
      if upper.isInclusive ? isBelow(end, bytes) : !isBelow(bytes, end) { return false }
    }
    return true
  }

  private static func anyToken(_ pattern: PatternMatcher, _ text: String) -> Bool {
    TextAnalyzer.tokens(text).contains { token in
      var token = token
      return token.withUTF8(pattern.matches)
    }
  }

  private static func hasPhrase(_ phrase: [String], _ text: String) -> Bool {
    let tokens = TextAnalyzer.tokens(text)
    guard tokens.count >= phrase.count else { return false }
    return (0...tokens.count - phrase.count).contains { start in
      tokens[start..<start + phrase.count].elementsEqual(phrase)
    }
  }
}
