import CloudTrail
import Detection
import Events
import Inputs
import OrderedCollections
import Query
import RuleTesting
import Rules
import Testing

/// Rules of every kind on fields of a mapping of the user's.
@Suite struct MappingTests {
  private static let types = FieldTypes(
    limits: .elastic,
    mapping: IndexMapping(
      fields: [
        "actor.login": MappedField(type: .keyword, nullValue: "nobody"),
        "actor.login.text": MappedField(type: .text, source: "actor.login"),
        "peer": MappedField(type: .ip),
        "stage": MappedField(type: .constantKeyword, constant: "live"),
      ], aliases: ["user.name": "actor.login", "source.ip": "peer"]))

  private func rule(_ type: String, _ rest: String) throws -> Rule { try RuleTypeTests.rule(type, rest) }

  private func event(_ minute: Double, _ id: String, _ login: JSON, peer: JSON = .null) -> String {
    RuleTypeTests.event(minute, id, ["actor": ["login": login], "peer": peer])
  }

  private func ids(_ rule: Rule, _ events: [String], _ types: FieldTypes = types) -> [[String]] {
    RuleTypeTests.scan([rule], events, types: types).alerts.map { RuleTypeTests.ids($0).sorted() }.sorted {
      $0.lexicographicallyPrecedes($1)
    }
  }

  @Test func queriesNullsAndAliases() throws {
    let events = [event(0, "a", "Ada L"), event(1, "b", .null), RuleTypeTests.event(2, "c", [:])]
    #expect(ids(try rule("query", "query = \"user.name: nobody\""), events) == [["b"]])
    #expect(ids(try rule("query", "query = \"actor.login.text: ada and stage: live\""), events) == [["a"]])
    #expect(
      ids(try rule("eql", "language = \"eql\"\nquery = 'any where user.name == null'"), events) == [["c"]])
    #expect(ids(try rule("query", "query = \"user.name: nobody\""), events, .standard) == [])
  }

  @Test func sourceStaysAsItIs() throws {
    let found = RuleTypeTests.scan(
      [try rule("query", "query = \"user.name: nobody\"")], [event(1, "b", .null)], types: Self.types)
    let alert = try #require(found.alerts.first)
    #expect(alert.document[path: "actor.login"] == .null && alert.document[path: "user.name"] == nil)
  }

  @Test func sequencesAreJoinedByNulls() throws {
    let query = "sequence by user.name [any where true] [any where true]"
    let events = [event(0, "a", .null), event(1, "x", "x"), event(2, "b", .null)]
    #expect(ids(try rule("eql", "language = \"eql\"\nquery = '\(query)'"), events).contains(["a", "b"]))
    #expect(ids(try rule("eql", "language = \"eql\"\nquery = '\(query)'"), events, .standard) == [])
  }

  @Test func thresholdsGroupByAliases() throws {
    let rest = "query = \"stage: live\"\n[rule.threshold]\nfield = [\"user.name\"]\nvalue = 2"
    let events = [event(0, "a", .null), event(1, "b", "ada"), event(2, "c", .null)]
    let alerts = RuleTypeTests.scan([try rule("threshold", rest)], events, types: Self.types).alerts
    #expect(alerts.count == 1)
    let terms = alerts.first?.document["kibana.alert.threshold_result"]?["terms"]?.array ?? []
    #expect(terms.first?["value"] == "nobody")
  }

  @Test func indicatorsMatchAliases() throws {
    let rest = """
      query = "source.ip: *"
      threat_query = "*:*"
      threat_index = ["logs-ti_*"]
      [[rule.threat_mapping]]
      [[rule.threat_mapping.entries]]
      field = "source.ip"
      type = "mapping"
      value = "threat.indicator.ip"
      """
    let indicators = Indicators([
      Indicators.Indicator(
        id: "i1", index: "", document: ["threat": ["indicator": ["ip": "192.0.2.66"]]])
    ])
    let events = [event(0, "a", "ada", peer: "192.0.2.66"), event(1, "b", "ada", peer: "192.0.2.1")]
    let found = RuleTypeTests.scan(
      [try rule("threat_match", rest)], events, indicators: indicators, types: Self.types
    ).alerts
    #expect(found.map(RuleTypeTests.ids) == [["a"]])
    #expect(found.first?.document["threat.enrichments"]?.array?.first?["matched"]?["id"] == "i1")
  }

  @Test func suppressionJoinsByAliasesAndNulls() throws {
    let rest = """
      query = "stage: live"
      interval = "5m"
      [rule.alert_suppression]
      group_by = ["user.name"]
      missing_fields_strategy = "doNotSuppress"
      """
    let events = [event(1, "a", .null), event(2, "b", .null), event(3, "c", "ada")]
    let found = RuleTypeTests.scan([try rule("query", rest)], events, types: Self.types).alerts
    #expect(found.count == 2)
    let values = found.map { $0.document["kibana.alert.suppression.terms"]?.array?.first?["value"] }
    #expect(values.contains(.string("nobody")))
  }

  @Test func previewsAndTestsKnowTheMapping() throws {
    let file = try RuleLoader.parseTOML(
      """
      [rule]
      author = ["A"]
      description = "d"
      name = "n"
      query = "user.name: nobody"
      risk_score = 1
      rule_id = "r"
      severity = "low"
      type = "query"
      [[test]]
      name = "null is nobody"
      alerts = 1
      events = ['{"@timestamp":"2026-10-14T00:00:00Z","event":{"action":"x"},"actor":{"login":null}}']
      """, path: "r.toml")
    #expect(RuleTester(types: Self.types, now: DetectorTests.now).run(file).map(\.passed) == [true])
    #expect(RuleTester(now: DetectorTests.now).run(file).map(\.passed) == [false])
  }

  /// Columns have the values that are searched; those that a query does not name too.
  @Test func tablesShowWhatIsSearched() throws {
    func rows(_ query: String) throws -> [JSONObject] {
      let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
      let plan = try ESQLCompiler(types: Self.types, now: DetectorTests.now).compile(
        try ESQLParser.parse(query))
      let search = TableSearch(plan, types: Self.types, now: DetectorTests.now, mapper: mapper)
      for text in [event(0, "a", .null), event(1, "b", "ada", peer: "192.0.2.1")] {
        _ = RecordReader().read(text: Array(text.utf8), named: "e", handler: search.collector)
      }
      return search.results().rows
    }
    #expect(
      try rows("FROM * | WHERE user.name == \"nobody\" | KEEP user.name, stage")
        == [["user.name": "nobody", "stage": "live"]])
    #expect(
      try rows("FROM * | WHERE CIDR_MATCH(source.ip, \"192.0.2.0/24\") | KEEP actor.login")
        == [["actor.login": "ada"]])
    #expect(try rows("FROM *").first?["actor.login"] == "nobody")
  }
}
