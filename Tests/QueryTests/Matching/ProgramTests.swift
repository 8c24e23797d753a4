import Events
import Query
import TestSupport
import Testing

@Suite struct ProgramTests {
  /// Thirty queries in one program on many documents: the index must find exactly the queries that match, and the
  /// program must agree with the plain evaluator.
  @Test(arguments: 0..<40) func agreesWithThePlainEvaluator(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let expressions = (0..<30).map { _ in RandomExpression.expression(&random, depth: 4) }
    var builder = ProgramBuilder()
    for (number, expression) in expressions.enumerated() { #expect(builder.add(expression) == number) }
    let program = builder.build()
    let matcher = Matcher(program: program)
    let source = DocumentSource(catalog: program.catalog)
    let reference = ReferenceEvaluator(types: .standard)
    for _ in 0..<60 {
      let document = RandomExpression.document(&random)
      if let members = document.object { source.move(to: members) }
      let expected = expressions.indices.filter { reference.matches(expressions[$0], document) }
      var found: [Int] = []
      matcher.matches(source, into: &found)
      #expect(found == expected, "\(JSONWriter.text(document))")
      #expect(expressions.indices.filter { matcher.matches(query: $0, source) } == expected)
    }
  }

  @Test func resultsAreAppendedInOrder() {
    var builder = ProgramBuilder()
    _ = builder.add(.test(field: "event.provider", .term("p", ignoresCase: false)))
    _ = builder.add(.all)
    _ = builder.add(.test(field: "event.action", .terms(["a", "b"], ignoresCase: false)))
    _ = builder.add(.none)
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    if let members = (["event": ["action": ["a", "b"], "provider": "p"]] as JSON).object {
      source.move(to: members)
    }
    let matcher = Matcher(program: program)
    var found = [99]
    matcher.matches(source, into: &found)
    #expect(found == [99, 0, 1, 2])
    #expect(program.queryCount == 4)
  }

  @Test func anEmptyProgramMatchesNothing() {
    var builder = ProgramBuilder()
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    var found: [Int] = []
    Matcher(program: program).matches(source, into: &found)
    #expect(found.isEmpty)
  }

  /// Three events in a row: what was decided for one must not leak into the next.
  @Test func eachEventStartsAnew() {
    var builder = ProgramBuilder()
    _ = builder.add(.test(field: "event.action", .wildcard(Wildcard("a*"), ignoresCase: false)))
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    let matcher = Matcher(program: program)
    for (text, matches) in [("ab", true), ("b", false), ("a", true)] {
      if let members = (["event": ["action": .string(text)]] as JSON).object { source.move(to: members) }
      var found: [Int] = []
      matcher.matches(source, into: &found)
      #expect(found == (matches ? [0] : []))
    }
  }

  /// A matcher that decides beforehand what some fields say must find what one finds that asks them of every event.
  @Test(arguments: 0..<40) func fixedFieldsChangeNothing(seed: Int) {
    var random = SplitMix(state: UInt64(seed) &+ 1000)
    var builder = ProgramBuilder()
    for _ in 0..<30 { _ = builder.add(RandomExpression.expression(&random, depth: 4)) }
    let program = builder.build()
    let plain = Matcher(program: program)
    let source = DocumentSource(catalog: program.catalog)
    for _ in 0..<10 {
      guard let members = RandomExpression.document(&random).object else { continue }
      source.move(to: members)
      let places = Set(program.catalog.entries.indices.filter { _ in random.next() % 2 == 0 })
      let fixed = FixedSource(source: source, fixed: places)
      let matcher = Matcher(program: program, for: fixed)
      var (expected, found): ([Int], [Int]) = ([], [])
      plain.matches(source, into: &expected)
      matcher.matches(fixed, into: &found)
      #expect(found == expected, "\(JSONWriter.text(.object(members)))")
      for query in 0..<program.queryCount {
        #expect(matcher.matches(query: query, fixed) == plain.matches(query: query, source))
      }
      let some = Matcher(program: program, for: fixed) { $0 % 3 != 0 }
      found = []
      some.matches(fixed, into: &found)
      #expect(found == expected.filter { $0 % 3 != 0 })
    }
  }
}

/// A source of one event, some of whose fields are said to be the same in all of its events.
private final class FixedSource: FieldSource {
  private let source: DocumentSource
  private let fixed: Set<Int>

  init(source: DocumentSource, fixed: Set<Int>) {
    self.source = source
    self.fixed = fixed
  }

  func values(of field: Int) -> FieldValues { source.values(of: field) }

  func document() -> JSONObject { source.document() }

  func fixedValues(of field: Int) -> FieldValues? { fixed.contains(field) ? source.values(of: field) : nil }
}
