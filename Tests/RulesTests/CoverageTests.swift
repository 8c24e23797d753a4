import Rules
import Testing

@Suite struct CoverageTests {
  static func rule(_ id: String, tactic: String, technique: String, sub: String? = nil) throws -> Rule {
    let inner =
      sub.map { "\n[[rule.threat.technique.subtechnique]]\nid = \"\($0)\"\nname = \"Sub \($0)\"\n" } ?? ""
    return try RuleLoader.parseTOML(
      """
      [rule]
      author = []
      description = "d"
      name = "Rule \(id)"
      query = "a: b"
      risk_score = 1
      rule_id = "\(id)"
      severity = "low"
      type = "query"
      [[rule.threat]]
      framework = "MITRE ATT&CK"
      [rule.threat.tactic]
      id = "\(tactic)"
      name = "T"
      [[rule.threat.technique]]
      id = "\(technique)"
      name = "Technique \(technique)"
      \(inner)
      """, path: "r.toml"
    ).rule
  }

  @Test func revokedTechniquesMoveToTheirSuccessors() throws {
    let rules = [
      try Self.rule("a", tactic: "TA0005", technique: "T1562", sub: "T1562.008"),
      try Self.rule("b", tactic: "TA0005", technique: "T1562", sub: "T1562.001"),
      try Self.rule("c", tactic: "TA0005", technique: "T1078"),
    ]
    let new = Coverage(rules, version: .v19)
    let impairment = try #require(new.tactics.first { $0.id == "TA0112" })
    #expect(impairment.techniques.map(\.id) == ["T1685"] && impairment.techniques[0].rules == [0, 1])
    #expect(impairment.techniques[0].subtechniques.map(\.id) == ["T1685.002"])
    #expect(new.tactics.first { $0.id == "TA0005" }?.techniques.map(\.id) == ["T1078"])
    let old = Coverage(rules, version: .v18)
    let evasion = try #require(old.tactics.first { $0.id == "TA0005" })
    #expect(evasion.name == "Defense Evasion" && evasion.techniques.map(\.id) == ["T1078", "T1562"])
    #expect(evasion.techniques[1].subtechniques.map(\.id) == ["T1562.001", "T1562.008"])
  }

  @Test func newIdentifiersGoBackToOldOnes() throws {
    let rule = try Self.rule("a", tactic: "TA0112", technique: "T1685", sub: "T1685.002")
    let old = Coverage([rule], version: .v17)
    #expect(
      old.tactics.first { $0.id == "TA0005" }?.techniques.first?.subtechniques.map(\.id) == ["T1562.008"])
    #expect(old.untranslated.isEmpty)
  }

  @Test func whatTheTableDoesNotKnowIsSaid() throws {
    let rule = try Self.rule("a", tactic: "TA0005", technique: "T1562", sub: "T1562.006")
    let new = Coverage([rule], version: .v19)
    #expect(new.untranslated == ["T1562.006"])
    #expect(
      new.tactics.first { $0.id == "TA0005" }?.techniques.first?.subtechniques.map(\.id) == ["T1562.006"])
  }
}
