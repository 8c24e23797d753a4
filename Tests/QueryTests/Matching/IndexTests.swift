import Events
import TestSupport
import Testing

@testable import Query

@Suite struct IndexTests {
  @Test(
    arguments: [
      ("event.action: a", "event.action", ["a"]), ("event.action: (a or b)", "event.action", ["a", "b"]),
      ("event.provider: p and event.action: (a or \"b\")", "event.action", ["a", "b"]),
      ("event.dataset: d and event.provider: p and not event.action: a", "event.provider", ["p"]),
      ("event.action: a and (event.action: b or event.provider: p)", "event.action", ["a"]),
      ("(event.action: a and user.name: x) or event.action: b", "event.action", ["a", "b"]),
      ("(event.action: a or user.name: x) and event.category: c", "event.category", ["c"]),
      ("event.category: c and user.name: x", "user.name", ["x"]),
      ("event.action: a* and event.code: 7", "event.code", ["7"]),
      ("event.action: a or user.name: x", nil, []), ("not event.action: a", nil, []),
      ("event.action: *", nil, []),
      ("source.ip: 10.0.0.1", nil, []), ("source.port: 1", nil, []),
      ("event.action: a or not event.action: b", nil, []),
      ("", nil, []), ("event.action >= a", nil, []), ("event.*: a", nil, []),
      ("list: { event.action: a }", nil, []),
    ] as [(String, String?, Set<String>)])
  func necessaryValues(query: String, field: String?, values: Set<String>) throws {
    let expression = try KQLCompiler(now: present).compile(KQLParser.parse(query))
    let found = NecessaryValues(expression, types: .standard).discriminator
    #expect(found?.field == field)
    #expect((found?.values ?? []) == values)
  }

  @Test func sharedTestsAreStoredOnce() throws {
    var builder = ProgramBuilder()
    for query in [
      "event.action: a and user.name: b*", "user.name: b* and event.action: a or user.id: *", "user*: x",
      "not user*: x",
    ] {
      _ = builder.add(try KQLCompiler(now: present).compile(KQLParser.parse(query)))
    }
    let program = builder.build()
    #expect(program.predicates.count == 4)
    #expect(program.anyField.count == 1)
    #expect(program.always.count == 3)
    #expect(program.indexes.map { program.catalog.entries[$0.field].path } == ["event.action"])
  }

  /// Nearly all rules of the AWS integration must be reached by a value.
  @Test(.enabled(if: SharedData.folder != nil, "no reference data: set NIGHTJAR_SHARED"))
  func rulesAreIndexed() throws {
    var builder = ProgramBuilder()
    let rules = try ReferenceRules.load().filter { $0.path.hasPrefix("integrations/aws/") }
    for rule in rules { _ = builder.add(try KQLCompiler(now: present).compile(KQLParser.parse(rule.query))) }
    let program = builder.build()
    let fields = program.indexes.map { program.catalog.entries[$0.field].path }
    print("\(rules.count) AWS rules, indexed by \(fields), \(program.always.count) always evaluated")
    #expect(program.always.count * 20 <= rules.count)
  }
}
