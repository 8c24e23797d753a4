/// The facts of the crosswalk.
enum AttackTables {
  /// The techniques of the Enterprise matrix that a version revoked.
  ///
  /// Version 17: https://attack.mitre.org/resources/updates/updates-april-2025/. Version 19:
  /// https://attack.mitre.org/resources/updates/updates-april-2026/; the identifiers of the revoked ones are from
  /// MITRE's table of the split (`de-split-crosswalk.csv` in https://github.com/mitre-attack/attack-website).
  static let changes: [AttackChange] = [
    AttackChange(
      .v17, ("T1574.002", "Hijack Execution Flow: DLL Side-Loading"),
      ("T1574.001", "Hijack Execution Flow: DLL")),
    AttackChange(
      .v19, ("T1070.001", "Indicator Removal: Clear Windows Event Logs"),
      ("T1685.005", "Disable or Modify Tools: Clear Windows Event Logs")),
    AttackChange(
      .v19, ("T1070.002", "Indicator Removal: Clear Linux or Mac System Logs"),
      ("T1685.006", "Disable or Modify Tools: Clear Linux or Mac System Logs")),
    AttackChange(.v19, ("T1562", "Impair Defenses"), ("T1685", "Disable or Modify Tools")),
    AttackChange(
      .v19, ("T1562.001", "Impair Defenses: Disable or Modify Tools"), ("T1685", "Disable or Modify Tools")),
    AttackChange(
      .v19, ("T1562.002", "Impair Defenses: Disable Windows Event Logging"),
      ("T1685.001", "Disable or Modify Tools: Disable or Modify Windows Event Log")),
    AttackChange(
      .v19, ("T1562.003", "Impair Defenses: Impair Command History Logging"),
      ("T1690", "Prevent Command History Logging")),
    AttackChange(
      .v19, ("T1562.004", "Impair Defenses: Disable or Modify System Firewall"),
      ("T1686", "Disable or Modify System Firewall")),
    AttackChange(
      .v19, ("T1562.006", "Impair Defenses: Indicator Blocking"), ("T1685", "Disable or Modify Tools")),
    AttackChange(
      .v19, ("T1562.007", "Impair Defenses: Disable or Modify Cloud Firewall"),
      ("T1686.001", "Disable or Modify System Firewall: Cloud Firewall")),
    AttackChange(
      .v19, ("T1562.008", "Impair Defenses: Disable or Modify Cloud Logs"),
      ("T1685.002", "Disable or Modify Tools: Disable or Modify Cloud Log")),
    AttackChange(.v19, ("T1562.009", "Impair Defenses: Safe Mode Boot"), ("T1688", "Safe Mode Boot")),
    AttackChange(.v19, ("T1562.010", "Impair Defenses: Downgrade Attack"), ("T1689", "Downgrade Attack")),
    AttackChange(
      .v19, ("T1562.011", "Impair Defenses: Spoof Security Alerting"),
      ("T1685.003", "Disable or Modify Tools: Modify or Spoof Tool UI")),
    AttackChange(
      .v19, ("T1562.012", "Impair Defenses: Disable or Modify Linux Audit System"),
      ("T1685.004", "Disable or Modify Tools: Disable or Modify Linux Audit System Log")),
    AttackChange(
      .v19, ("T1562.013", "Impair Defenses: Disable or Modify Network Device Firewall"),
      ("T1686.002", "Disable or Modify System Firewall: Network Device Firewall")),
    AttackChange(.v19, ("T1656", "Impersonation"), ("T1684.001", "Social Engineering: Impersonation")),
    AttackChange(.v19, ("T1672", "Email Spoofing"), ("T1684.002", "Social Engineering: Email Spoofing")),
  ]

  /// The techniques of the Enterprise matrix that are new in a version.
  ///
  /// Version 17: https://attack.mitre.org/resources/updates/updates-april-2025/. Version 18:
  /// https://attack.mitre.org/resources/updates/updates-october-2025/. Version 19:
  /// https://attack.mitre.org/resources/updates/updates-april-2026/.
  static let additions: [AttackVersion: [String]] = [
    .v17: [
      "T1027.015", "T1027.016", "T1027.017", "T1036.011", "T1059.012", "T1127.003", "T1176.001", "T1176.002",
      "T1204.004", "T1219.001", "T1219.002", "T1219.003", "T1505.006", "T1564.013", "T1564.014", "T1569.003",
      "T1667", "T1668", "T1669", "T1671", "T1672", "T1673", "T1674", "T1675",
    ],
    .v18: [
      "T1036.012", "T1059.013", "T1204.005", "T1213.006", "T1518.002", "T1546.018", "T1562.013", "T1677",
      "T1678", "T1679", "T1680", "T1681",
    ],
    .v19: [
      "T1027.018", "T1682", "T1683", "T1683.001", "T1683.002", "T1684", "T1684.001", "T1684.002", "T1685",
      "T1685.001", "T1685.002", "T1685.003", "T1685.004", "T1685.005", "T1685.006", "T1686", "T1686.001",
      "T1686.002", "T1686.003", "T1687", "T1688", "T1689", "T1690",
    ],
  ]

  /// The tactics of every technique that was in Defense Evasion, before and after the split.
  ///
  /// `de-split-crosswalk.csv` in https://github.com/mitre-attack/attack-website, folder
  /// `modules/resources/docs/subtechniques`. There, all sub-techniques of a technique have the same tactics.
  static let moves: [TacticMove] = stealth + shared + impairment + left

  private static let stealth: [TacticMove] =
    [
      "T1006", "T1014", "T1027", "T1036", "T1070", "T1140", "T1202", "T1211", "T1216", "T1218", "T1220",
      "T1221", "T1480", "T1535", "T1564", "T1612", "T1620", "T1678", "T1679",
    ].map { TacticMove($0, "defense-evasion", "stealth") }
    + [
      TacticMove("T1656", "defense-evasion", ""), TacticMove("T1672", "defense-evasion", ""),
      TacticMove("T1684", "", "stealth"),
    ]

  private static let shared: [TacticMove] = [
    TacticMove(
      "T1055", "defense-evasion privilege-escalation", "stealth privilege-escalation"),
    TacticMove(
      "T1078", "defense-evasion persistence privilege-escalation initial-access",
      "stealth persistence privilege-escalation initial-access"),
    TacticMove("T1127", "defense-evasion", "stealth execution"),
    TacticMove(
      "T1134", "defense-evasion privilege-escalation", "stealth privilege-escalation"),
    TacticMove("T1197", "defense-evasion persistence", "stealth persistence execution"),
    TacticMove(
      "T1205", "command-and-control defense-evasion persistence", "stealth command-and-control persistence"),
    TacticMove("T1497", "defense-evasion discovery", "stealth discovery"),
    TacticMove("T1542", "defense-evasion persistence", "stealth persistence"),
    TacticMove("T1574", "defense-evasion persistence privilege-escalation", "stealth execution"),
    TacticMove("T1622", "defense-evasion discovery", "stealth discovery"),
  ]

  private static let impairment: [TacticMove] =
    ["T1207", "T1222", "T1553", "T1578", "T1599", "T1600", "T1601", "T1647", "T1666"]
    .map { TacticMove($0, "defense-evasion", "defense-impairment") }
    + ["T1685", "T1686", "T1687", "T1688", "T1689", "T1690"].map { TacticMove($0, "", "defense-impairment") }
    + [
      TacticMove("T1112", "defense-evasion persistence", "defense-impairment persistence"),
      TacticMove(
        "T1484", "defense-evasion privilege-escalation", "defense-impairment privilege-escalation"),
      TacticMove(
        "T1556", "credential-access defense-evasion persistence",
        "defense-impairment persistence credential-access"),
      TacticMove("T1562", "defense-evasion", ""),
    ]

  private static let left: [TacticMove] = [
    TacticMove("T1548", "defense-evasion privilege-escalation", "privilege-escalation"),
    TacticMove("T1550", "defense-evasion lateral-movement", "lateral-movement"),
    TacticMove("T1610", "defense-evasion execution", "execution"),
  ]
}
