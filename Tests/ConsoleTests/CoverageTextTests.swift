import Console
import Events
import OrderedCollections
import Rules
import TestSupport
import Testing

@Suite struct CoverageTextTests {
  private static let logs =
    "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.008 Disable or Modify Cloud Logs"

  private static func rule(_ id: String, name: String, _ rows: [String]) throws -> Rule {
    try RuleLoader.parseTOML(RuleText.toml(id, name: name, threat: rows), path: "r.toml").rule
  }

  private static func coverage(_ version: AttackVersion = .latest) throws -> Coverage {
    Coverage(
      running: [
        try rule("r1", name: "Trail Stopped", [logs]),
        try rule("r2", name: "Recorder Stopped", [logs, "TA0040 Impact > T1485 Data Destruction"]),
        try rule("r3", name: "Something Else", ["TA0005 Defense Evasion"]),
        try rule("r4", name: "No Mapping", []),
      ], notRunning: [try rule("r5", name: "Idle", [logs])], version: version)
  }

  private static func lines(_ version: AttackVersion, width: Int) throws -> [String] {
    CoverageText(terminal: Terminal(isInteractive: false, colors: .none, width: width))
      .lines(try coverage(version))
  }

  @Test func theMatrixFillsTheWidth() throws {
    let expected = """
      Defense Impairment                    2  Impact                                1
      ───────────────────────────────────────  ───────────────────────────────────────
      T1685 Disable or Modify Tools         2  T1485 Data Destruction                1
        .002 Disable or Modify Cloud Log    2

      Defense Evasion (not in ATT&CK 19)    1
      ───────────────────────────────────────

      ATT&CK 19: 2 of 15 tactics, 2 techniques, 1 sub-technique, 4 rules
      no rule for: Reconnaissance, Resource Development, Initial Access, Execution, Persistence, \
      Privilege Escalation, Stealth, Credential Access, Discovery, Lateral Movement, Collection, \
      Command and Control, Exfiltration
      without ATT&CK: 1 rule
      not counted: 1 rule that does not run (nightjar rules check says why)

      Not translated to ATT&CK 19, shown as it stands
        TA0005 Defense Evasion: split into Stealth and Defense Impairment, and no technique says which; 1 rule
      """
    #expect(try Self.lines(.v19, width: 80).joined(separator: "\n") == expected)
  }

  @Test func aNarrowTerminalHasOneColumn() throws {
    let expected = [
      "Defense Evasion                        3", "────────────────────────────────────────",
      "T1562 Impair Defenses                  2", "  .008 Disable or Modify Cloud Logs    2", "",
      "Impact                                 1", "────────────────────────────────────────",
      "T1485 Data Destruction                 1", "",
      "ATT&CK 18: 2 of 14 tactics, 2 techniques, 1 sub-technique, 4 rules",
    ]
    #expect(try Self.lines(.v18, width: 40).prefix(expected.count) == expected[...])
  }

  @Test func namesOfRulesCannotSteerTheTerminal() throws {
    let rule = try Self.rule("r", name: "n", ["TA0040 Impact > T1485 \\u001b[31mred"])
    let text = CoverageText(terminal: Terminal(isInteractive: false, colors: .none, width: 80))
      .lines(Coverage(running: [rule])).joined()
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("T1485 \\u{1b}[31mred"))
  }

  @Test func jsonHasTheRules() throws {
    let value = CoverageJSON.value(try Self.coverage())
    #expect(value["attack"] == "19")
    #expect(
      value["totals"] == [
        "tactics": 15, "tactics_covered": 2, "techniques_covered": 2, "subtechniques_covered": 1, "rules": 4,
        "rules_without_attack": 1, "rules_not_running": 1,
      ])
    let tactic = value["tactics"]?.array?.first { $0["id"] == "TA0112" }
    #expect(tactic?["rule_ids"] == ["r2", "r1"])
    let technique = tactic?["techniques"]?.array?.first
    #expect(technique?["id"] == "T1685")
    #expect(
      technique?["subtechniques"] == [
        [
          "id": "T1685.002", "name": "Disable or Modify Cloud Log", "rule_count": 2,
          "rule_ids": ["r2", "r1"],
        ]
      ])
    #expect(value["not_translated"]?.array?.first?["rule_ids"] == ["r3"])
    #expect(value["rules_not_running"] == [["rule_id": "r5", "name": "Idle"]])
  }

  @Test func theLayerIsOneOfTheNavigator() throws {
    let layer = NavigatorLayer.value(try Self.coverage())
    #expect(layer["versions"] == ["attack": "19", "navigator": "5.0.0", "layer": "4.5"])
    #expect(layer["domain"] == "enterprise-attack")
    #expect(layer["gradient"]?["minValue"] == 1)
    #expect(layer["gradient"]?["maxValue"] == 2)
    #expect(layer["legendItems"]?.array?.count == 2)
    let techniques = try #require(layer["techniques"]?.array)
    #expect(techniques.compactMap { $0["techniqueID"]?.string } == ["T1685", "T1685.002", "T1485"])
    #expect(
      techniques.compactMap { $0["tactic"]?.string } == [
        "defense-impairment", "defense-impairment", "impact",
      ])
    #expect(techniques.compactMap { $0["score"]?.integer } == [2, 2, 1])
    #expect(techniques.first?["comment"] == "Recorder Stopped\nTrail Stopped")
    #expect(techniques.first?["showSubtechniques"] == true)
    #expect(techniques.allSatisfy { $0["enabled"] == true })
  }

  @Test func theLayerLeavesOutWhatTheVersionDoesNotHave() throws {
    let rule = try Self.rule(
      "r", name: "n",
      [
        "TA0009 Collection > T1213 Data from Information Repositories > T1213.006 Databases",
        "TA0007 Discovery > T1673 Virtual Machine Discovery",
      ])
    let layer = NavigatorLayer.value(Coverage(running: [rule], version: .v16))
    #expect(layer["techniques"]?.array?.compactMap { $0["techniqueID"]?.string } == ["T1213"])
  }
}
