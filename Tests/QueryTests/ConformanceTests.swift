import Events
import Foundation
import Query
import TestSupport
import Testing

/// Every KQL rule of the reference collection; skipped where the collection is missing.
@Suite(.enabled(if: SharedData.folder != nil, "no reference data: set NIGHTJAR_SHARED"))
struct ConformanceTests {
  @Test func everyQueryReadsPrintsAndCompiles() throws {
    let rules = try ReferenceRules.load()
    #expect(rules.count > 700)
    var failures: [String: String] = [:]
    for rule in rules {
      for query in [rule.query, rule.threatQuery].compactMap({ $0 }) {
        do {
          let node = try KQLParser.parse(query)
          #expect(try KQLParser.parse(KQLPrinter.text(node)) == node, "\(rule.path)")
          _ = try KQLCompiler(now: present).compile(node)
        } catch {
          failures[rule.path] = "\(error)"
        }
      }
    }
    #expect(failures == [:])
  }

  /// One event for each rule that the rule matches; all rules run together.
  @Test func everyRuleMatchesItsEvent() throws {
    var builder = ProgramBuilder()
    var numbers: [String: Int] = [:]
    for rule in try ReferenceRules.load() {
      let node = try KQLParser.parse(rule.query)
      guard let expression = try? KQLCompiler(now: present).compile(node) else { continue }
      numbers[rule.path] = builder.add(expression)
    }
    let program = builder.build()
    let matcher = Matcher(program: program)
    let source = DocumentSource(catalog: program.catalog)
    var tried = 0
    var missed: [String] = []
    for positive in try Self.positives() {
      guard let path = positive["rule"]?.string, let number = numbers[path],
        let document = positive["_source"]?.object
      else { continue }
      tried += 1
      source.move(to: document)
      var found: [Int] = []
      matcher.matches(source, into: &found)
      if !found.contains(number) { missed.append(path) }
    }
    print("\(numbers.count) KQL rules, \(tried) events, \(missed.count) missed")
    #expect(tried > 0)
    #expect(missed == [])
  }

  private static func positives() throws -> [JSON] {
    guard let file = SharedData.folder?.appending(path: "rule-positives.ndjson") else { return [] }
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONReader.read(String($0)) }
  }
}
