import Detection
import Events
import OrderedCollections
import Rules
import Testing

/// Indicators that come as events, and how old indicators may be.
@Suite struct ThreatRuleTests {
  private func rule(_ threatQuery: String, _ rest: String = "from = \"now-9m\"") throws -> Rule {
    try RuleTypeTests.rule(
      "threat_match",
      """
      query = "event.action: login"
      threat_query = '\(threatQuery)'
      threat_index = ["logs-ti_*"]
      \(rest)
      [[rule.threat_mapping]]
      [[rule.threat_mapping.entries]]
      field = "source.ip"
      type = "mapping"
      value = "threat.indicator.ip"
      """)
  }

  private func login(_ minute: Double, _ address: String) -> String {
    RuleTypeTests.event(minute, "e\(minute)", RuleTypeTests.login("ada", from: address))
  }

  private func indicator(_ minute: Double, _ address: String, index: String = "logs-ti_abuse") throws
    -> String
  {
    let text = RuleTypeTests.event(minute, "i\(minute)", ["threat": ["indicator": ["ip": .string(address)]]])
    var line = try JSONReader.read(text).object ?? [:]
    line["_index"] = .string(index)
    return JSONWriter.text(.object(line))
  }

  private func found(_ rule: Rule, _ lines: [String]) -> [String] {
    PreviewTests.preview(rule, lines).alerts.flatMap(RuleTypeTests.ids)
  }

  @Test func indicatorsMayComeBeforeAndAfterTheirEvents() throws {
    let rule = try rule("threat.indicator.ip: *")
    let lines = [
      try indicator(1, "192.0.2.1"), login(2, "192.0.2.1"), login(300, "192.0.2.1"), login(301, "192.0.2.2"),
      try indicator(305, "192.0.2.2"), login(400, "192.0.2.3"), try indicator(500, "192.0.2.3"),
    ]
    #expect(found(rule, lines) == ["e2.0", "e300.0", "e301.0"])
    let alert = try #require(PreviewTests.preview(rule, lines).alerts.first)
    let matched = alert.document["threat.enrichments"]?.array?.first?["matched"]
    #expect(matched?["id"] == "i1.0" && matched?["index"] == "logs-ti_abuse")
  }

  @Test func onlyTheirIndicesAreRead() throws {
    let rule = try rule("threat.indicator.ip: *")
    #expect(found(rule, [try indicator(1, "192.0.2.1", index: "logs-other"), login(2, "192.0.2.1")]).isEmpty)
  }

  @Test func theAgeOfIndicatorsIsCountedFromTheEvent() throws {
    let rule = try rule("@timestamp >= \"now-1h\" and threat.indicator.ip: *")
    let lines = [
      try indicator(0, "192.0.2.1"), login(60, "192.0.2.1"), login(61, "192.0.2.1"), login(200, "192.0.2.1"),
    ]
    #expect(found(rule, lines) == ["e60.0"])
    let open = try self.rule("threat.indicator.ip: * and @timestamp > \"now-1h\"")
    #expect(found(open, lines).isEmpty)
  }

  /// Old logs are compared with the indicators of their own time, whenever they are read.
  @Test func theAgeOfIndicatorsOfFilesIsCountedFromTheEventAsWell() throws {
    let rule = try rule("@timestamp >= \"now-1h\"")
    let document: JSON = ["@timestamp": "2026-10-14T00:00:00Z", "threat": ["indicator": ["ip": "192.0.2.1"]]]
    let indicators = Indicators([
      Indicators.Indicator(id: "i", index: "logs-ti_x", document: document.object ?? [:])
    ])
    let lines = [login(60, "192.0.2.1"), login(61, "192.0.2.1")]
    #expect(
      RuleTypeTests.scan([rule], lines, indicators: indicators).alerts.flatMap(RuleTypeTests.ids) == ["e60.0"]
    )
  }

  @Test func aRuleForgetsWhatIsTooOld() throws {
    let rule = try rule("@timestamp >= \"now-1h\"", "from = \"now-9m\"\nmax_signals = 1")
    let lines = [
      try indicator(0, "192.0.2.1"), login(1, "192.0.2.1"), login(2, "192.0.2.1"), login(3, "192.0.2.1"),
    ]
    #expect(found(rule, lines) == ["e1.0", "e2.0", "e3.0"])
  }
}
