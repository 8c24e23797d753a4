/// Rule files for tests.
public enum RuleText {
  /// A rule in TOML. Each row of its ATT&CK mapping is written `TA0001 Tactic > T1234 Technique > T1234.001 Part`.
  public static func toml(
    _ id: String, name: String = "Rule", framework: String = "MITRE ATT&CK", threat rows: [String]
  ) -> String {
    """
    [rule]
    author = ["A"]
    description = "d"
    language = "kuery"
    name = "\(name)"
    query = "event.action: a"
    risk_score = 21
    rule_id = "\(id)"
    severity = "low"
    type = "query"

    """ + rows.map { row($0, framework) }.joined(separator: "\n")
  }

  private static func row(_ row: String, _ framework: String) -> String {
    let tables = ["tactic", "[technique]", "[technique.subtechnique]"]
    var text = "[[rule.threat]]\nframework = \"\(framework)\"\n"
    for (table, entry) in zip(tables, row.split(separator: ">")) {
      let words = entry.split(separator: " ")
      let name = words.dropFirst().joined(separator: " ")
      let inner = table.filter { $0 != "[" && $0 != "]" }
      let header = table == inner ? "[rule.threat.\(inner)]" : "[[rule.threat.\(inner)]]"
      text += "\(header)\nid = \"\(words.first ?? "")\"\nname = \"\(name)\"\n"
      text += "reference = \"https://attack.mitre.org/\"\n"
    }
    return text
  }
}
