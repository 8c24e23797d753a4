import Events
import OrderedCollections
import Query
import Testing

/// Commands, by their sections in https://www.elastic.co/docs/reference/query-languages/esql/esql-commands.
@Suite struct ESQLCommandTests {
  static let events: [JSON] = [
    [
      "user": ["name": "ada"], "event": ["action": "Get", "outcome": "success"], "bytes": 10,
      "tag": ["x", "y"],
    ],
    ["user": ["name": "ada"], "event": ["action": "Put", "outcome": "failure"], "bytes": 5],
    ["user": ["name": "bob"], "event": ["action": "Get", "outcome": "success"], "bytes": 7, "tag": "x"],
    ["event": ["action": "Get"], "bytes": .null],
  ]

  func rows(_ query: String, _ tables: [String: [JSONObject]] = [:]) throws -> JSON {
    .array(try esql(query, over: Self.events, tables: tables).rows.map { .object($0) })
  }

  @Test func filtersKeepOnlyWhatIsTrue() throws {
    #expect(try rows("FROM x | WHERE user.name == \"ada\" | KEEP bytes") == [["bytes": 10], ["bytes": 5]])
    // Null is not unequal: the event without a user is dropped.
    #expect(try rows("FROM x | WHERE user.name != \"ada\" | KEEP bytes") == [["bytes": 7]])
    #expect(try rows("FROM x | WHERE NOT user.name == \"ada\" | KEEP bytes") == [["bytes": 7]])
    // Several values are equal to nothing.
    #expect(try rows("FROM x | WHERE tag == \"x\" | KEEP bytes") == [["bytes": 7]])
    #expect(try rows("FROM x | WHERE user.name IS NULL | KEEP event.action") == [["event.action": "Get"]])
    #expect(
      try rows("FROM x | WHERE true in (starts_with(event.action, \"P\")) | KEEP bytes") == [["bytes": 5]])
  }

  /// What a filter on groups does not ask for is calculated only of those that pass it; a LIMIT between the two prevents that.
  @Test(arguments: [
    (
      "n = COUNT(*), v = VALUES(event.action), d = COUNT_DISTINCT(tag), l = MIN(bytes), h = MAX(bytes) BY user.name",
      "n > 1"
    ), ("n = COUNT(*), t = VALUES(tag), b = COUNT(bytes) BY tag", "n > 0"),
    ("n = COUNT(*), t = VALUES(tag) BY event.action, tag", "tag IS NOT NULL"),
    (
      "f = COUNT(*) WHERE event.outcome == \"failure\", a = VALUES(event.action) WHERE event.outcome == \"failure\", o = VALUES(event.outcome), s = MAX(bytes) WHERE tag == \"x\" BY user.name",
      "f > 0"
    ), ("n = COUNT(*), r = MAX(bytes) - MIN(bytes), m = MAX(bytes), v = VALUES(bytes)", "r > 1"),
    ("s = SUM(bytes), v = VALUES(bytes) BY user.name", "user.name IS NULL OR s < 10"),
    ("n = COUNT(*), v = VALUES(bytes)", "n > 100"),
  ])
  func aFilterOnGroupsChangesNothingElse(_ stats: String, _ condition: String) throws {
    let fused = try esql("FROM x | STATS \(stats) | WHERE \(condition)", over: Self.events)
    let apart = try esql("FROM x | STATS \(stats) | LIMIT 1000 | WHERE \(condition)", over: Self.events)
    #expect(fused.rows == apart.rows)
    #expect(fused.warnings == apart.warnings)
  }

  @Test func manyDifferentValuesCountOnceInTheirOrder() throws {
    let events = (0..<40).map { number -> JSON in ["bytes": .number(JSONNumber(number % 20))] }
    let result = try esql("FROM x | STATS v = VALUES(bytes), d = COUNT_DISTINCT(bytes)", over: events)
    let values = (0..<20).map { JSON.number(JSONNumber($0)) }
    #expect(result.rows == [["v": .array(values), "d": 20]])
  }

  @Test func statsGroupAndCount() throws {
    #expect(
      try rows("FROM x | STATS n = COUNT(*), b = COUNT(bytes), s = SUM(bytes) BY user.name | SORT user.name")
        == [
          ["n": 2, "b": 2, "s": 15, "user.name": "ada"], ["n": 1, "b": 1, "s": 7, "user.name": "bob"],
          ["n": 1, "b": 0, "s": .null, "user.name": .null],
        ])
    #expect(
      try rows("FROM x | WHERE tag IS NOT NULL | STATS COUNT(*) BY tag | SORT tag")
        == [["COUNT(*)": 2, "tag": "x"], ["COUNT(*)": 1, "tag": "y"]])
    #expect(
      try rows(
        "FROM x | STATS f = COUNT(*) WHERE event.outcome == \"failure\", d = COUNT_DISTINCT(event.action)")
        == [["f": 1, "d": 2]])
    #expect(
      try rows("FROM x | WHERE bytes > 100 | STATS n = COUNT(*), m = MAX(bytes)") == [["n": 0, "m": .null]])
    #expect(
      try rows(
        "FROM x | STATS v = MV_SORT(VALUES(event.action)), r = MAX(bytes) - MIN(bytes), a = AVG(bytes)")
        == [["v": ["Get", "Put"], "r": 5, "a": .number(JSONNumber(22.0 / 3))]])
    #expect(
      try rows("FROM x | STATS t = TOP(bytes, 2, \"desc\"), m = MEDIAN(bytes), p = PERCENTILE(bytes, 100)")
        == [["t": [10, 7], "m": 7.0, "p": 10.0]])
    #expect(
      try rows(
        "FROM x | STATS d = STD_DEV(bytes), v = VARIANCE(bytes), f = FIRST(event.action, bytes), l = LAST(event.action, bytes) | EVAL d = ROUND(d, 3), v = ROUND(v, 3) | KEEP d, v, f, l"
      )
        == [["d": 2.055, "v": 4.222, "f": "Put", "l": "Get"]])
  }

  @Test func inlineStatsKeepRows() throws {
    #expect(
      try rows(
        "FROM x | WHERE user.name IS NOT NULL | INLINE STATS n = COUNT(*) BY user.name | KEEP bytes, n")
        == [["bytes": 10, "n": 2], ["bytes": 5, "n": 2], ["bytes": 7, "n": 1]])
  }

  @Test func columnsAreKeptDroppedAndRenamed() throws {
    #expect(
      try rows("ROW a.x = 1, a.y = 2, b = 3 | KEEP b, a.*") == [["b": 3, "a.x": 1, "a.y": 2]])
    #expect(try rows("ROW a = 1, b = 2 | DROP a") == [["b": 2]])
    #expect(try rows("ROW a = 1 | RENAME a AS c | EVAL d = c + 1") == [["c": 1, "d": 2]])
    #expect(try rows("ROW a = 1 | EVAL a = a + 1, a = a * 10") == [["a": 20]])
    #expect(throws: ESQLCompileError.self) { try rows("ROW a = 1 | KEEP a | EVAL b = z") }
    #expect(throws: ESQLCompileError.self) {
      try rows("FROM x | STATS n = COUNT(*) | WHERE user.name == \"a\"")
    }
  }

  @Test func sortingPutsNullsLastUpAndFirstDown() throws {
    #expect(
      try rows("FROM x | SORT bytes | KEEP bytes")
        == [["bytes": 5], ["bytes": 7], ["bytes": 10], ["bytes": .null]])
    #expect(
      try rows("FROM x | SORT bytes DESC | KEEP bytes")
        == [["bytes": .null], ["bytes": 10], ["bytes": 7], ["bytes": 5]])
    #expect(try rows("FROM x | SORT bytes DESC NULLS LAST | LIMIT 1 | KEEP bytes") == [["bytes": 10]])
  }

  @Test func expandingMakesARowOfEachValue() throws {
    #expect(
      try rows("ROW a = [1, 2], b = \"x\" | MV_EXPAND a") == [["a": 1, "b": "x"], ["a": 2, "b": "x"]])
    #expect(try rows("ROW a = null | MV_EXPAND a") == [["a": .null]])
  }

  @Test func grokFillsColumns() throws {
    #expect(
      try rows(
        "ROW m = \"2024-01-02T03:04:05Z 10.0.0.1 GET 42\" | GROK m \"%{TIMESTAMP_ISO8601:t} %{IP:ip} %{WORD:verb} %{INT:n:int}\" | DROP m"
      )
        == [["t": "2024-01-02T03:04:05Z", "ip": "10.0.0.1", "verb": "GET", "n": 42]])
    #expect(
      try rows("ROW m = \"x key=AKIA1234 y\" | GROK m \"key=(?<Esql.key>AKIA[0-9]+)\" | DROP m") == [
        ["Esql.key": "AKIA1234"]
      ])
    #expect(try rows("ROW m = \"nothing\" | GROK m \"%{IP:ip}\" | KEEP ip") == [["ip": .null]])
    #expect(
      try rows("ROW m = \"a b\" | GROK m \"%{WORD:w} %{WORD:w}\" | KEEP w") == [["w": ["a", "b"]]])
    #expect(
      try rows(
        "ROW m = \"https://example.org:8080/a?b\" | GROK m \"%{URIPROTO:p}://%{URIHOST:h}%{GREEDYDATA:r}\" | DROP m"
      )
        == [["p": "https", "h": "example.org:8080", "r": "/a?b"]])
    #expect(throws: ESQLCompileError.self) { try rows("ROW m = \"a\" | GROK m \"%{NOSUCH:x}\"") }
  }

  @Test func dissectTakesTextsApart() throws {
    #expect(
      try rows("ROW m = \"{key=ec2, code=L-1}\" | DISSECT m \"{%{?k}=%{service}, %{}=%{code}}\" | DROP m")
        == [["service": "ec2", "code": "L-1"]])
    #expect(
      try rows("ROW m = \"a   b c\" | DISSECT m \"%{x->} %{+y/2} %{+y/1}\" APPEND_SEPARATOR=\"-\" | DROP m")
        == [["x": "a", "y": "c-b"]])
    #expect(try rows("ROW m = \"plain\" | DISSECT m \"%{a}:%{b}\" | DROP m") == [["a": .null, "b": .null]])
  }

  @Test func tablesAreLookedUp() throws {
    let table: [String: [JSONObject]] = [
      "owners": [
        ["name": "ada", "team": "core"], ["name": "ada", "team": "ops"], ["name": "bob", "team": "web"],
      ]
    ]
    #expect(
      try rows("ROW user = \"ada\" | ENRICH owners ON user WITH t = team", table) == [
        ["user": "ada", "t": ["core", "ops"]]
      ])
    #expect(
      try rows("ROW name = \"ada\" | LOOKUP JOIN owners ON name", table)
        == [["name": "ada", "team": "core"], ["name": "ada", "team": "ops"]])
    #expect(
      try rows("ROW name = \"eve\" | LOOKUP JOIN owners ON name", table) == [["name": "eve", "team": .null]])
    #expect(throws: ESQLCompileError.self) { try rows("ROW a = 1 | ENRICH none ON a") }
  }

  @Test func kqlAsksTheWholeEvent() throws {
    #expect(
      try rows("FROM x | WHERE KQL(\"not event.outcome: success\") | KEEP bytes") == [
        ["bytes": 5], ["bytes": .null],
      ])
    #expect(throws: ESQLCompileError.self) { try rows("FROM x | STATS n = COUNT(*) | WHERE KQL(\"a: b\")") }
  }

  @Test(arguments: [
    ("FROM x | WHERE", "line 1, column 15"), ("FROM x | FOO", "line 1, column 10"),
    ("FROM x |\n  EVAL a = (1", "line 2, column 14"),
    ("FROM x | LIMIT a", "line 1, column 16"), ("FROM x | WHERE a = 1", "line 1, column 18"),
    ("SELECT 1", "line 1, column 1"),
    ("FROM x | WHERE a == \"b", "line 1, column 21"),
  ])
  func errorsPointAtTheColumn(_ query: String, _ place: String) {
    do {
      _ = try ESQLParser.parse(query)
      Issue.record("\(query) was accepted")
    } catch {
      #expect("\(error)".hasPrefix(place), "\(error)")
    }
  }

  @Test func depthIsBounded() {
    let deep = "ROW a = " + String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    #expect(throws: QuerySyntaxError.self) { try ESQLParser.parse(deep) }
  }
}
