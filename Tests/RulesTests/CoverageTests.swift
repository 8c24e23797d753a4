import Rules
import TestSupport
import Testing

@Suite struct CoverageTests {
  private static func rule(_ id: String, name: String = "Rule", _ rows: [String]) throws -> Rule {
    try RuleLoader.parseTOML(RuleText.toml(id, name: name, threat: rows), path: "r.toml").rule
  }

  private static func text(_ mapping: AttackMapping) -> String {
    [mapping.tactic, mapping.technique, mapping.subtechnique].compactMap { $0 }
      .map { "\($0.id) \($0.name)" }.joined(separator: " > ")
  }

  private static func translate(_ row: String, to version: AttackVersion) throws -> AttackTranslation {
    let mapping = try #require(AttackMapping.all(of: rule("r", [row])).first)
    return AttackCrosswalk.standard.translate(mapping, to: version)
  }

  @Test(arguments: [
    (
      "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.008 Disable or Modify Cloud Logs",
      "TA0112 Defense Impairment > T1685 Disable or Modify Tools > T1685.002 Disable or Modify Cloud Log"
    ),
    (
      "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.001 Disable or Modify Tools",
      "TA0112 Defense Impairment > T1685 Disable or Modify Tools"
    ),
    (
      "TA0005 Defense Evasion > T1562 Impair Defenses",
      "TA0112 Defense Impairment > T1685 Disable or Modify Tools"
    ),
    (
      "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.007 Disable or Modify Cloud Firewall",
      "TA0112 Defense Impairment > T1686 Disable or Modify System Firewall > T1686.001 Cloud Firewall"
    ),
    (
      "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.009 Safe Mode Boot",
      "TA0112 Defense Impairment > T1688 Safe Mode Boot"
    ),
    (
      "TA0005 Defense Evasion > T1656 Impersonation",
      "TA0005 Stealth > T1684 Social Engineering > T1684.001 Impersonation"
    ),
    (
      "TA0005 Defense Evasion > T1070 Indicator Removal > T1070.001 Clear Windows Event Logs",
      "TA0112 Defense Impairment > T1685 Disable or Modify Tools > T1685.005 Clear Windows Event Logs"
    ),
    ("TA0005 Defense Evasion > T1070 Indicator Removal", "TA0005 Stealth > T1070 Indicator Removal"),
    (
      "TA0005 Defense Evasion > T1578 Modify Cloud > T1578.005 Configurations",
      "TA0112 Defense Impairment > T1578 Modify Cloud > T1578.005 Configurations"
    ),
    (
      "TA0005 Defense Evasion > T1550 Alternate > T1550.001 Token",
      "TA0008 Lateral Movement > T1550 Alternate > T1550.001 Token"
    ),
    ("TA0005 Defense Evasion > T1548 Abuse", "TA0004 Privilege Escalation > T1548 Abuse"),
    (
      "TA0005 Defense Evasion > T1574 Hijack > T1574.002 DLL Side-Loading",
      "TA0005 Stealth > T1574 Hijack > T1574.001 DLL"
    ),
    (
      "TA0005 Stealth > T1078 Valid Accounts > T1078.004 Cloud",
      "TA0005 Stealth > T1078 Valid Accounts > T1078.004 Cloud"
    ),
    ("TA0112 Defense Impairment > T1690 x", "TA0112 Defense Impairment > T1690 x"),
    (
      "TA0006 Credential Access > T1556 Modify > T1556.006 MFA",
      "TA0006 Credential Access > T1556 Modify > T1556.006 MFA"
    ),
  ])
  func placesAreTranslatedToTheNewestVersion(_ row: String, _ expected: String) throws {
    let place = try Self.translate(row, to: .v19)
    #expect(Self.text(place.mapping) == expected)
    #expect(place.obstacle == nil)
  }

  @Test(arguments: [
    (
      "TA0112 Defense Impairment > T1685 Disable or Modify Tools > T1685.002 Disable or Modify Cloud Log",
      AttackVersion.v18,
      "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.008 Disable or Modify Cloud Logs"
    ),
    (
      "TA0112 Defense Impairment > T1689 Downgrade Attack", .v16,
      "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.010 Downgrade Attack"
    ),
    (
      "TA0005 Stealth > T1684 Social Engineering > T1684.001 Impersonation", .v17,
      "TA0005 Defense Evasion > T1656 Impersonation"
    ),
    ("TA0005 Stealth > T1036 Masquerading", .v18, "TA0005 Defense Evasion > T1036 Masquerading"),
    ("TA0005 Stealth", .v18, "TA0005 Defense Evasion"), ("TA0112 Impair", .v18, "TA0005 Defense Evasion"),
    (
      "TA0005 Defense Evasion > T1574 Hijack > T1574.002 DLL Side-Loading", .v16,
      "TA0005 Defense Evasion > T1574 Hijack > T1574.002 DLL Side-Loading"
    ),
  ])
  func placesAreTranslatedBack(_ row: String, _ version: AttackVersion, _ expected: String) throws {
    let place = try Self.translate(row, to: version)
    #expect(Self.text(place.mapping) == expected)
    #expect(place.obstacle == nil)
  }

  @Test(arguments: [
    ("TA0005 Defense Evasion", AttackVersion.v19, AttackObstacle.split),
    ("TA0005 Defense Evasion > T1059 Interpreter", .v19, .notInCrosswalk),
    (
      "TA0112 Defense Impairment > T1685 Disable or Modify Tools", .v18,
      .merged(["T1562", "T1562.001", "T1562.006"])
    ),
    ("TA0112 Defense Impairment > T1687 Exploitation", .v18, .new(in: .v19)),
    ("TA0112 Defense Impairment > T1686 Firewall > T1686.002 Network Device", .v17, .new(in: .v18)),
    ("TA0009 Collection > T1213 Repositories > T1213.006 Databases", .v17, .new(in: .v18)),
    ("TA0003 Persistence > T1574 Hijack", .v19, .otherTactics(["Stealth", "Execution"])),
    ("TA0002 Execution > T1127 Utilities", .v18, .otherTactics(["Defense Evasion"])),
    ("TA0999 Something", .v19, .unknownTactic),
  ])
  func whatTheFactsLeaveOpenStaysAsItStands(
    _ row: String, _ version: AttackVersion, _ obstacle: AttackObstacle
  ) throws {
    let place = try Self.translate(row, to: version)
    #expect(place.obstacle == obstacle)
    #expect(Self.text(place.mapping) == row)
  }

  @Test func everyRevokedTechniqueHasItsTactics() throws {
    for id in (1...13).filter({ $0 != 5 }).map({ "T1562.0\($0 < 10 ? "0" : "")\($0)" }) {
      let place = try Self.translate("TA0005 Defense Evasion > T1562 Impair > \(id) x", to: .v19)
      #expect(place.obstacle == nil)
      #expect(place.mapping.tactic.id == "TA0112", "\(id)")
    }
  }

  @Test func aRuleCountsOnceAndOnlyForWhatItNames() throws {
    let firewall = "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.007 Disable or Modify Firewall"
    let logs = "TA0005 Defense Evasion > T1562 Impair Defenses > T1562.008 Disable or Modify Cloud Logs"
    let coverage = Coverage(
      running: [
        try Self.rule("2", name: "b", [logs, logs, "TA0005 Defense Evasion > T1562 Impair Defenses"]),
        try Self.rule("1", name: "a", [firewall]),
      ])
    let tactic = try #require(coverage.coveredTactics.first)
    #expect(coverage.coveredTactics.count == 1)
    #expect(tactic.name == "Defense Impairment")
    #expect(tactic.rules.map(\.name) == ["a", "b"])
    #expect(tactic.cells.map(\.id) == ["T1685", "T1686"])
    #expect(tactic.cells.map { $0.rules.map(\.id) } == [["2"], ["1"]])
    #expect(tactic.cells.flatMap(\.cells).map(\.id) == ["T1685.002", "T1686.001"])
    #expect(coverage.techniqueIDs == ["T1685", "T1686"])
    #expect(coverage.gaps.isEmpty)
  }

  @Test func tacticsAreInTheOrderOfTheMatrix() throws {
    func names(_ version: AttackVersion) -> [String] {
      Coverage(running: [], version: version).tactics.map(\.name)
    }
    #expect(names(.v18).count == 14)
    #expect(names(.v18)[5...7] == ["Privilege Escalation", "Defense Evasion", "Credential Access"])
    #expect(names(.v19).count == 15)
    #expect(names(.v19)[5...7] == ["Privilege Escalation", "Stealth", "Defense Impairment"])
    #expect(names(.v19).last == "Impact")
  }

  @Test func rulesThatDoNotRunCoverNothing() throws {
    let coverage = Coverage(
      running: [try Self.rule("1", [])],
      notRunning: [try Self.rule("2", name: "idle", ["TA0040 Impact > T1485 Data Destruction"])])
    #expect(coverage.coveredTactics.isEmpty)
    #expect(coverage.unmapped.map(\.id) == ["1"])
    #expect(coverage.notRunning.map(\.name) == ["idle"])
  }

  @Test func gapsAreListedAndShownApart() throws {
    let coverage = Coverage(running: [
      try Self.rule("1", name: "a", ["TA0005 Defense Evasion"]),
      try Self.rule("2", name: "b", ["TA0005 Defense Evasion", "TA0005 Stealth > T1036 Masquerading"]),
    ])
    #expect(coverage.gaps.map { $0.rules.map(\.id) } == [["1", "2"]])
    #expect(coverage.otherTactics.map(\.name) == ["Defense Evasion"])
    #expect(coverage.coveredTactics.map(\.name) == ["Stealth"])
    #expect(coverage.coveredTactics.map { $0.rules.map(\.id) } == [["2"]])
  }

  @Test func otherFrameworksAreLeftOut() throws {
    let text = RuleText.toml("1", framework: "MITRE ATLAS", threat: ["TA0040 Impact > T1485 Destruction"])
    let rule = try RuleLoader.parseTOML(text, path: "r.toml").rule
    #expect(AttackMapping.all(of: rule).isEmpty)
  }

  @Test(arguments: [("18", 18), ("v19", 19), ("15", nil), ("x", nil), ("18.1", nil)] as [(String, Int?)])
  func versionsAreReadByNumber(_ text: String, _ number: Int?) {
    #expect(AttackVersion(text: text)?.rawValue == number)
  }
}
