import Events
import OrderedCollections
import Query
import TestSupport
import Testing

/// The same predicate in the three languages, over random documents. Where a field has one value they agree; where it has
/// none or several, KQL and EQL agree with each other, and ES|QL is null.
@Suite struct LanguageLawTests {
  private struct Predicate {
    let kql: String
    let eql: String
    let esql: String
    /// The fields of the predicate.
    let fields: [String]
  }

  private static let values = ["a", "b", "ab", "A", "b a"]

  private static func leaf(_ random: inout SplitMix) -> Predicate {
    let field = random.pick(["user.name", "event.action", "event.provider"])
    let value = random.pick(values)
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      return Predicate(
        kql: "\(field): \"\(value)\"", eql: "\(field) == \"\(value)\"", esql: "\(field) == \"\(value)\"",
        fields: [field])
    case 1:
      let other = random.pick(values)
      return Predicate(
        kql: "\(field): (\"\(value)\" or \"\(other)\")", eql: "\(field) in (\"\(value)\", \"\(other)\")",
        esql: "\(field) IN (\"\(value)\", \"\(other)\")", fields: [field])
    case 2:
      let start = value.prefix(1)
      return Predicate(
        kql: "\(field): \(start)*", eql: "\(field) like \"\(start)*\"", esql: "\(field) LIKE \"\(start)*\"",
        fields: [field])
    default:
      return Predicate(
        kql: "source.port >= 5", eql: "source.port >= 5", esql: "source.port >= 5", fields: ["source.port"])
    }
  }

  private static func predicate(_ random: inout SplitMix, depth: Int) -> Predicate {
    guard depth > 0, Int.random(in: 0..<4, using: &random) > 0 else { return leaf(&random) }
    let left = predicate(&random, depth: depth - 1)
    if Int.random(in: 0..<3, using: &random) == 0 {
      return Predicate(
        kql: "not (\(left.kql))", eql: "not (\(left.eql))", esql: "NOT (\(left.esql))", fields: left.fields)
    }
    let right = predicate(&random, depth: depth - 1)
    let word = random.pick(["and", "or"])
    return Predicate(
      kql: "(\(left.kql)) \(word) (\(right.kql))", eql: "(\(left.eql)) \(word) (\(right.eql))",
      esql: "(\(left.esql)) \(word.uppercased()) (\(right.esql))", fields: left.fields + right.fields)
  }

  private static func document(_ random: inout SplitMix, counts: ClosedRange<Int>) -> JSON {
    var object: JSONObject = [:]
    for field in ["user.name", "event.action", "event.provider"] {
      let count = Int.random(in: counts, using: &random)
      var chosen: [JSON] = []
      for _ in 0..<count { chosen.append(.string(random.pick(values))) }
      if count == 1 {
        object.set(field, to: chosen[0])
      } else if count > 1 {
        object.set(field, to: .array(chosen))
      }
    }
    if Int.random(in: counts, using: &random) > 0 {
      object.set("source.port", to: .number(JSONNumber(Int.random(in: 0..<10, using: &random))))
    }
    return .object(object)
  }

  private static func isTrue(esql query: String, _ document: JSON) throws -> Bool {
    try esql("FROM x | WHERE \(query) | STATS n = COUNT(*)", over: [document]).rows.first?["n"] == 1
  }

  @Test func withOneValueInEveryFieldAllThreeAgree() throws {
    var random = SplitMix(state: 11)
    for _ in 0..<600 {
      let predicate = Self.predicate(&random, depth: 3)
      let document = Self.document(&random, counts: 1...1)
      let expected = try kql(predicate.kql, matches: document)
      #expect(try eql("any where \(predicate.eql)", matches: document) == expected, "\(predicate.eql)")
      #expect(try Self.isTrue(esql: predicate.esql, document) == expected, "\(predicate.esql)")
    }
  }

  @Test func withMissingAndSeveralValuesKQLAndEQLAgree() throws {
    var random = SplitMix(state: 12)
    for _ in 0..<600 {
      let predicate = Self.predicate(&random, depth: 3)
      let document = Self.document(&random, counts: 0...3)
      let expected = try kql(predicate.kql, matches: document)
      #expect(try eql("any where \(predicate.eql)", matches: document) == expected, "\(predicate.eql)")
    }
  }

  /// A comparison with a field that has no value, or several, is neither true nor false in ES|QL.
  @Test func withMissingAndSeveralValuesLeavesOfESQLAreNull() throws {
    var random = SplitMix(state: 13)
    for count in [0, 2] {
      for _ in 0..<200 {
        let leaf = Self.leaf(&random)
        guard leaf.fields != ["source.port"] else { continue }
        var document = Self.document(&random, counts: count...count).object ?? [:]
        if count == 2 { document.set(leaf.fields[0], to: ["a", "b"]) }
        #expect(try !Self.isTrue(esql: leaf.esql, .object(document)))
        #expect(try !Self.isTrue(esql: "NOT (\(leaf.esql))", .object(document)))
        if count == 0 { #expect(try kql("not \(leaf.kql)", matches: .object(document))) }
      }
    }
  }

  /// What the matcher asks first never loses a row: the result is that of the query without it.
  @Test func theFirstQuestionLosesNothing() throws {
    var random = SplitMix(state: 14)
    for _ in 0..<400 {
      let predicate = Self.predicate(&random, depth: 3)
      let document = Self.document(&random, counts: 0...3)
      let direct = try Self.isTrue(esql: predicate.esql, document)
      // A column that is calculated is not asked of the event.
      let later = try esql(
        "FROM x | EVAL t = (\(predicate.esql)) | WHERE t | STATS n = COUNT(*)", over: [document])
      #expect((later.rows.first?["n"] == 1) == direct, "\(predicate.esql)")
    }
  }
}
