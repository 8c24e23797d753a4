/// Techniques that changed their identifiers between versions of ATT&CK.
///
/// Source: the release notes of version 19, https://attack.mitre.org/resources/updates/updates-april-2026/ (techniques that
/// were revoked, and new ones of the same name). Revoked techniques without a successor of the same meaning are not in the
/// table; they are shown under their old identifiers and listed as not translated.
enum AttackCrosswalk {
  struct Row {
    let old: String
    let oldName: String
    let new: String
    let newName: String
  }

  static let rows: [Row] = [
    Row(old: "T1562", oldName: "Impair Defenses", new: "T1685", newName: "Disable or Modify Tools"),
    Row(
      old: "T1562.001", oldName: "Disable or Modify Tools", new: "T1685", newName: "Disable or Modify Tools"),
    Row(
      old: "T1562.002", oldName: "Disable Windows Event Logging", new: "T1685.001",
      newName: "Disable or Modify Windows Event Log"),
    Row(
      old: "T1562.004", oldName: "Disable or Modify System Firewall", new: "T1686",
      newName: "Disable or Modify System Firewall"),
    Row(
      old: "T1562.007", oldName: "Disable or Modify Cloud Firewall", new: "T1686.001",
      newName: "Cloud Firewall"),
    Row(
      old: "T1562.008", oldName: "Disable or Modify Cloud Logs", new: "T1685.002",
      newName: "Disable or Modify Cloud Log"),
    Row(old: "T1562.009", oldName: "Safe Mode Boot", new: "T1688", newName: "Safe Mode Boot"),
    Row(old: "T1562.010", oldName: "Downgrade Attack", new: "T1689", newName: "Downgrade Attack"),
    Row(
      old: "T1562.012", oldName: "Disable or Modify Linux Audit System", new: "T1685.004",
      newName: "Disable or Modify Linux Audit System Log"),
    Row(
      old: "T1070.001", oldName: "Clear Windows Event Logs", new: "T1685.005",
      newName: "Clear Windows Event Logs"),
    Row(
      old: "T1070.002", oldName: "Clear Linux or Mac System Logs", new: "T1685.006",
      newName: "Clear Linux or Mac System Logs"),
    Row(old: "T1656", oldName: "Impersonation", new: "T1684.001", newName: "Impersonation"),
    Row(old: "T1672", oldName: "Email Spoofing", new: "T1684.002", newName: "Email Spoofing"),
  ]

  /// Identifiers that version 19 took away and for which the table has no successor.
  static let withoutSuccessor: Set<String> = ["T1562.003", "T1562.006", "T1562.011", "T1562.013"]

  /// Families of techniques that came with version 19.
  static let newFamilies: Set<String> = ["T1684", "T1685", "T1686", "T1687", "T1688", "T1689", "T1690"]

  /// The technique in another version; nil when the table cannot say.
  static func translate(_ id: String, name: String, to version: AttackVersion) -> (id: String, name: String)?
  {
    if version >= .v19 {
      if let row = rows.first(where: { $0.old == id }) { return (row.new, row.newName) }
      return withoutSuccessor.contains(id) ? nil : (id, name)
    }
    // Back there may be several; the one that is not the whole family says most.
    if let row = rows.last(where: { $0.new == id && ($0.old.contains(".") || $0.new != "T1685") }) {
      return (row.old, row.oldName)
    }
    return newFamilies.contains(String(id.prefix(5))) ? nil : (id, name)
  }

  /// The tactic of a technique in another version.
  static func tactic(_ id: String, technique: String, version: AttackVersion) -> String {
    let isImpairment = newFamilies.subtracting(["T1684"]).contains(String(technique.prefix(5)))
    if version >= .v19 { return id == "TA0005" && isImpairment ? "TA0112" : id }
    return id == "TA0112" ? "TA0005" : id
  }
}
