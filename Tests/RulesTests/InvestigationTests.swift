import Events
import OrderedCollections
import Rules
import TestSupport
import Testing

/// The steps of investigations in rule files.
@Suite struct InvestigationStepTests {
  private static let minimal = """
    [rule]
    author = ["A"]
    description = "d"
    name = "n"
    query = "a: b"
    risk_score = 21
    rule_id = "id-1"
    severity = "low"
    type = "query"

    """

  private func parse(_ text: String) throws(RuleError) -> Rule {
    try RuleLoader.parseTOML(Self.minimal + text, path: "r.toml").rule
  }

  private static let steps = """
    [[investigation.step]]
    name = "Who"
    collector = "principal"
    meaning = "m"

    [[investigation.step]]
    name = "Around"
    collector = "provider_events"
    parameters = { before = "2h", after = "30m", limit = 10 }
    """

  @Test func areRead() throws {
    let steps = try parse(Self.steps).investigationSteps
    #expect(steps.map(\.collector) == [.principal, .providerEvents] && steps[0].meaning == "m")
    #expect(
      steps[1].seconds("before") == 7200 && steps[1].seconds("after") == 1800
        && steps[1].number("limit") == 10)
  }

  @Test(arguments: [
    ("collector = \"princpal\"", "investigation.step[0].collector"),
    (
      "collector = \"principal\"\nparameters = { before = \"1h\" }", "investigation.step[0].parameters.before"
    ),
    (
      "collector = \"first_seen\"\nparameters = { history = \"ever\" }",
      "investigation.step[0].parameters.history"
    ),
    ("collector = \"other_alerts\"\nparameters = { limit = 0 }", "investigation.step[0].parameters.limit"),
    ("collector = \"events\"", "investigation.step[0].parameters"),
    ("collector = \"principal\"\nmeening = \"x\"", "investigation.step[0].meening"),
  ])
  func mistakesAreNamed(_ text: String, _ field: String) {
    do throws(RuleError) {
      _ = try parse("[[investigation.step]]\nname = \"x\"\n" + text)
      Issue.record("accepted: \(text)")
    } catch {
      #expect(error.field == field && error.line != nil, "\(error)")
    }
  }

  @Test func surviveBothFormats() throws {
    let rule = try parse(Self.steps)
    #expect(try RuleLoader.parseTOML(RuleWriter.toml(rule), path: "r.toml").rule == rule)
    let folder = try TemporaryFolder()
    let export = try folder.write("e.ndjson", RuleWriter.ndjson([rule]))
    let read = RuleLoader.load(paths: [export])
    #expect(read.problems.isEmpty && read.rules.first?.investigationSteps == rule.investigationSteps)
    #expect(read.rules.first.map { RuleWriter.apiObject($0) } == RuleWriter.apiObject(rule))
    // In Kibana's own form they lie where Kibana lets everybody keep what they like.
    #expect(RuleWriter.apiObject(rule)[path: "meta.nightjar.investigation.step"]?.array?.count == 2)
  }

  @Test func whatOthersKeepInMetaStays() throws {
    var object = try #require(RuleWriter.apiObject(try parse(Self.steps)).object)
    object.update("meta") { $0["from"] = "1m" }
    let rule = try RuleLoader.parse(api: object, path: "x")
    #expect(rule.fields["meta"] == ["from": "1m"] && rule.investigationSteps.count == 2)
    #expect(RuleWriter.apiObject(rule)[path: "meta.from"] == "1m")
  }
}
