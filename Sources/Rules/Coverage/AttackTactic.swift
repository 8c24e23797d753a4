/// A tactic of the Enterprise matrix.
public struct AttackTactic: Sendable, Hashable {
  /// The identifier, such as `TA0005`.
  public let id: String
  /// The name, such as `Defense Evasion`.
  public let name: String

  /// A tactic.
  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }

  /// The name as layers of the ATT&CK Navigator write it, such as `defense-evasion`.
  public var shortName: String {
    String(name.lowercased().map { $0 == " " ? "-" : $0 })
  }

  /// The identifier with its name.
  public var attackName: AttackName { AttackName(id, name) }

  private static let beforeEvasion = [
    AttackTactic(id: "TA0043", name: "Reconnaissance"),
    AttackTactic(id: "TA0042", name: "Resource Development"),
    AttackTactic(id: "TA0001", name: "Initial Access"),
    AttackTactic(id: "TA0002", name: "Execution"),
    AttackTactic(id: "TA0003", name: "Persistence"),
    AttackTactic(id: "TA0004", name: "Privilege Escalation"),
  ]

  /// The tactic that version 19 split.
  static let defenseEvasion = AttackTactic(id: "TA0005", name: "Defense Evasion")
  /// What version 19 left of Defense Evasion, under the same identifier.
  static let stealth = AttackTactic(id: "TA0005", name: "Stealth")
  /// What version 19 took out of Defense Evasion.
  static let defenseImpairment = AttackTactic(id: "TA0112", name: "Defense Impairment")

  private static let afterEvasion = [
    AttackTactic(id: "TA0006", name: "Credential Access"),
    AttackTactic(id: "TA0007", name: "Discovery"),
    AttackTactic(id: "TA0008", name: "Lateral Movement"),
    AttackTactic(id: "TA0009", name: "Collection"),
    AttackTactic(id: "TA0011", name: "Command and Control"),
    AttackTactic(id: "TA0010", name: "Exfiltration"),
    AttackTactic(id: "TA0040", name: "Impact"),
  ]

  /// The tactics of a version in the order of its matrix (https://attack.mitre.org/matrices/enterprise/).
  public static func all(in version: AttackVersion) -> [AttackTactic] {
    let evasion = version < .v19 ? [defenseEvasion] : [stealth, defenseImpairment]
    return beforeEvasion + evasion + afterEvasion
  }

  /// The tactic of a short name in a version.
  static func named(_ shortName: String, in version: AttackVersion) -> AttackTactic? {
    all(in: version).first { $0.shortName == shortName }
  }
}
