import Console
import Events
import OrderedCollections
import Rules
import Testing

@Suite struct CoverageTextTests {
  private func rule() throws -> Rule {
    try RuleLoader.parseTOML(
      """
      [rule]
      author = []
      description = "d"
      name = "Stopped"
      query = "a: b"
      risk_score = 1
      rule_id = "r"
      severity = "low"
      type = "query"
      [[rule.threat]]
      framework = "MITRE ATT&CK"
      [rule.threat.tactic]
      id = "TA0040"
      name = "Impact"
      [[rule.threat.technique]]
      id = "T1485"
      name = "Data Destruction"
      [[rule.threat.technique.subtechnique]]
      id = "T1485.001"
      name = "Lifecycle-Triggered Deletion"
      """, path: "r.toml"
    ).rule
  }

  @Test func theMatrixNamesTacticsAndTechniques() throws {
    let terminal = Terminal(isInteractive: false, colors: .none, width: 80)
    let lines = CoverageText(terminal: terminal).lines(Coverage([try rule()], version: .v18))
    #expect(
      lines.prefix(3).map { $0.trimmingSuffix { $0 == " " } } == [
        "Impact (1 rule)", "1   T1485 Data Destruction", "  1   T1485.001 Lifecycle-Triggered D…",
      ])
    #expect(lines.contains("ATT&CK version 18: 1 of 14 tactics, 1 technique, 1 sub-technique"))
  }

  @Test func layersHaveTheNavigatorsForm() throws {
    let rules = [try rule()]
    let layer = NavigatorLayer.layer(Coverage(rules, version: .v19), rules: rules, name: "n")
    #expect(layer["versions"] == ["attack": "19", "navigator": "5.1.0", "layer": "4.5"])
    #expect(layer["domain"] == "enterprise-attack" && layer["techniques"]?.array?.count == 2)
    #expect(layer["techniques"]?.array?.first?["tactic"] == "impact")
    #expect(layer["techniques"]?.array?.first?["comment"] == "Stopped")
  }
}

extension String {
  fileprivate func trimmingSuffix(_ condition: (Character) -> Bool) -> String {
    String(reversed().drop(while: condition).reversed())
  }
}
