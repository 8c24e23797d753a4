import Events
import OrderedCollections
import Query
import Testing

@Suite struct DSLFilterTests {
  private let now = Timestamp(nanoseconds: 0)

  private func matches(_ filter: String, _ document: String) throws -> Bool {
    var builder = ProgramBuilder()
    _ = builder.add(try DSLFilter.expression(from: try JSONReader.read(filter), now: now))
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    source.move(to: try #require(try JSONReader.read(document).object))
    return Matcher(program: program).matches(query: 0, source)
  }

  private static let event =
    #"{"event":{"action":"Stop","severity":47},"user":{"name":"Ada"},"source":{"ip":"192.0.2.1"}}"#

  @Test(arguments: [
    (#"{"query":{"match_phrase":{"event.action":"Stop"}}}"#, true),
    (#"{"meta":{"negate":true},"query":{"match_phrase":{"event.action":"Stop"}}}"#, false),
    (#"{"meta":{"disabled":true},"query":{"match_phrase":{"event.action":"X"}}}"#, true),
    (#"{"query":{"exists":{"field":"user.name"}}}"#, true),
    (#"{"query":{"wildcard":{"user.name":{"value":"a*","case_insensitive":true}}}}"#, true),
    (#"{"query":{"wildcard":{"user.name":{"value":"a*"}}}}"#, false),
    (#"{"query":{"term":{"user.name":{"value":"ADA","case_insensitive":true}}}}"#, true),
    (#"{"query":{"terms":{"event.action":["X","Stop"]}}}"#, true),
    (#"{"query":{"prefix":{"user.name":"Ad"}}}"#, true),
    (#"{"query":{"range":{"event.severity":{"gte":47,"lt":48}}}}"#, true),
    (#"{"query":{"term":{"source.ip":"192.0.2.0/24"}}}"#, true),
    (
      #"{"query":{"bool":{"must":[{"term":{"user.name":"Ada"}}],"must_not":[{"term":{"event.action":"X"}}]}}}"#,
      true
    ),
    (#"{"query":{"bool":{"should":[{"term":{"user.name":"X"}},{"term":{"event.action":"Stop"}}]}}}"#, true),
    (#"{"query":{"bool":{"should":[{"term":{"user.name":"X"}}]}}}"#, false),
    (
      #"{"query":{"bool":{"filter":{"term":{"user.name":"Ada"}},"should":[{"term":{"user.name":"X"}}]}}}"#,
      true
    ),
    (#"{"meta":{},"$state":{"store":"appState"},"exists":{"field":"user.name"}}"#, true),
  ])
  func filters(_ filter: String, _ expected: Bool) throws {
    #expect(try matches(filter, Self.event) == expected)
  }

  @Test(arguments: [
    "5", #"{"query":{"query_string":{"query":"x"}}}"#, #"{"query":{"bool":{"musst":[]}}}"#,
    #"{"query":{"range":{"event.severity":{"above":1}}}}"#,
    #"{"query":{"term":{"event.severity":"high"}}}"#, #"{"query":{"exists":{}}}"#, #"{"query":{}}"#,
  ])
  func wrongFiltersAreErrors(_ filter: String) throws {
    let value = try JSONReader.read(filter)
    #expect(throws: DSLFilterError.self) { try DSLFilter.expression(from: value, now: now) }
  }
}
