/// A version of ATT&CK for Enterprise.
public enum AttackVersion: Int, Sendable, Hashable, CaseIterable, Comparable {
  case v16 = 16
  case v17 = 17
  case v18 = 18
  case v19 = 19

  /// The newest version that is known.
  public static let newest = AttackVersion.v19

  /// Orders by number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The tactics in the order of the matrix: identifier and name.
  ///
  /// Source: https://attack.mitre.org/resources/updates/updates-april-2026/: version 19 split Defense Evasion into Stealth,
  /// which kept its identifier, and Defense Impairment.
  public var tactics: [(id: String, name: String)] {
    let evasion: [(id: String, name: String)] =
      self >= .v19
      ? [("TA0005", "Stealth"), ("TA0112", "Defense Impairment")] : [("TA0005", "Defense Evasion")]
    return [
      ("TA0043", "Reconnaissance"), ("TA0042", "Resource Development"), ("TA0001", "Initial Access"),
      ("TA0002", "Execution"), ("TA0003", "Persistence"), ("TA0004", "Privilege Escalation"),
    ] + evasion + [
      ("TA0006", "Credential Access"), ("TA0007", "Discovery"), ("TA0008", "Lateral Movement"),
      ("TA0009", "Collection"), ("TA0011", "Command and Control"), ("TA0010", "Exfiltration"),
      ("TA0040", "Impact"),
    ]
  }
}
