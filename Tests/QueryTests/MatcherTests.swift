import Events
import OrderedCollections
import Query
import TestSupport
import Testing

/// The program against a straightforward evaluation of the tree, on random expressions and documents.
@Suite struct MatcherTests {
  private static let fields = [
    "event.action", "event.provider", "user.name", "event.category", "process.name",
  ]
  private static let words = ["a", "b", "ab", "abc", "B"]

  @Test func programsAgreeWithTheTree() throws {
    var random = SplitMix(state: 3)
    for _ in 0..<300 {
      let expressions = (0..<8).map { _ in Self.expression(&random, depth: 3) }
      var builder = ProgramBuilder()
      for expression in expressions { _ = builder.add(expression) }
      let program = builder.build()
      let matcher = Matcher(program: program)
      let source = DocumentSource(catalog: program.catalog)
      for _ in 0..<10 {
        let document = Self.document(&random)
        source.move(to: document)
        var found: [Int] = []
        matcher.matches(source, into: &found)
        let expected = expressions.indices.filter { Self.holds(expressions[$0], document) }
        #expect(found == expected, "\(JSONWriter.text(.object(document))) \(expressions)")
      }
    }
  }

  private static func expression(_ random: inout SplitMix, depth: Int) -> Expression {
    let field = fields.randomElement(using: &random) ?? ""
    let word = words.randomElement(using: &random) ?? ""
    guard depth > 0 else { return .test(field: field, .term(word, ignoresCase: random.next() % 4 == 0)) }
    switch random.next() % 8 {
    case 0, 1: return .and([expression(&random, depth: depth - 1), expression(&random, depth: depth - 1)])
    case 2, 3: return .or([expression(&random, depth: depth - 1), expression(&random, depth: depth - 1)])
    case 4: return .not(expression(&random, depth: depth - 1))
    case 5: return .test(field: field, .exists)
    case 6:
      return .test(field: field, .wildcard(Wildcard([.any, .literal(Array(word.utf8))]), ignoresCase: false))
    default: return .test(field: field, .terms([word, "c"], ignoresCase: false))
    }
  }

  private static func document(_ random: inout SplitMix) -> JSONObject {
    var document: JSONObject = [:]
    for field in fields where random.next() % 3 > 0 {
      let values = (0...Int(random.next() % 2)).map { _ in
        JSON.string(words.randomElement(using: &random) ?? "")
      }
      document.set(field, to: values.count == 1 ? values[0] : .array(values))
    }
    return document
  }

  private static func holds(_ expression: Expression, _ document: JSONObject) -> Bool {
    switch expression {
    case .all: return true
    case .none, .anyField, .nested: return false
    case .and(let parts): return parts.allSatisfy { holds($0, document) }
    case .or(let parts): return parts.contains { holds($0, document) }
    case .not(let part): return !holds(part, document)
    case .test(let field, let test):
      let value = document[path: field]
      let texts = (value?.array ?? [value].compactMap(\.self)).compactMap(\.string)
      return texts.contains { holds(test, $0) }
    }
  }

  private static func holds(_ test: Query.Test, _ text: String) -> Bool {
    switch test {
    case .exists: true
    case .term(let word, let ignoresCase): ignoresCase ? text.lowercased() == word.lowercased() : text == word
    case .terms(let words, _): words.contains(text)
    case .wildcard(let wildcard, _): wildcardHolds(wildcard.pieces[...], Substring(text))
    default: false
    }
  }

  /// The textbook definition, by trying everything.
  private static func wildcardHolds(_ pieces: ArraySlice<Wildcard.Piece>, _ text: Substring) -> Bool {
    guard let first = pieces.first else { return text.isEmpty }
    switch first {
    case .any:
      return text.indices.contains { wildcardHolds(pieces.dropFirst(), text[$0...]) }
        || wildcardHolds(pieces.dropFirst(), "")
    case .one: return !text.isEmpty && wildcardHolds(pieces.dropFirst(), text.dropFirst())
    case .literal(let bytes):
      let literal = String(decoding: bytes, as: UTF8.self)
      return text.hasPrefix(literal) && wildcardHolds(pieces.dropFirst(), text.dropFirst(literal.count))
    }
  }

  @Test func wildcardsAgreeWithTheirDefinition() {
    var random = SplitMix(state: 5)
    let letters: [Character] = ["a", "b", "é", "*", "?"]
    for _ in 0..<5000 {
      let pattern = String(
        (0..<Int(random.next() % 6)).map { _ in letters.randomElement(using: &random) ?? "a" })
      let text = String(
        (0..<Int(random.next() % 7)).map { _ in letters.prefix(3).randomElement(using: &random) ?? "a" })
      let wildcard = Wildcard(pattern)
      var builder = ProgramBuilder()
      _ = builder.add(.test(field: "user.name", .wildcard(wildcard, ignoresCase: false)))
      let program = builder.build()
      let source = DocumentSource(catalog: program.catalog)
      source.move(to: ["user": ["name": .string(text)]])
      let found = Matcher(program: program).matches(query: 0, source)
      #expect(found == Self.wildcardHolds(wildcard.pieces[...], Substring(text)), "\(pattern) on \(text)")
    }
  }

  /// A pattern that makes backtracking matchers explode.
  @Test func hostilePatternsEnd() {
    var builder = ProgramBuilder(types: FieldTypes(limits: .none))
    _ = builder.add(
      .test(
        field: "user.name", .wildcard(Wildcard(String(repeating: "*a", count: 50) + "b"), ignoresCase: false))
    )
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    source.move(to: ["user": ["name": .string(String(repeating: "a", count: 20_000))]])
    #expect(!Matcher(program: program).matches(query: 0, source))
  }
}
