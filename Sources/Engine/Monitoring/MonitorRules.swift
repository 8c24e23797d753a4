import Detection
import Events
import OrderedCollections
import Rules

/// The rules that the alerts of self-monitoring belong to.
enum MonitorRules {
  /// The rule of a check.
  ///
  /// - Throws: `RuleError`, which would be a mistake of this program.
  static func rule(_ check: MonitorCheck) throws(RuleError) -> Rule {
    let fields: [(String, String)] = [
      ("rule_id", quoted(check.ruleID)), ("name", quoted(check.name)),
      ("description", quoted(check.description)),
      ("severity", quoted(check.severity)), ("risk_score", String(check.riskScore)),
      ("type", quoted("query")),
      ("language", quoted("kuery")), ("query", quoted("event.dataset: nightjar.monitor")),
      ("author", "[\"Nightjar\"]"), ("tags", "[\"Nightjar\", \"Self-monitoring\"]"),
      ("index", "[\"nightjar-monitor\"]"),
    ]
    let text = "[rule]\n" + fields.map { "\($0) = \($1)" }.joined(separator: "\n") + "\n"
    return try RuleLoader.parseTOML(text, path: "self-monitoring:\(check.rawValue)").rule
  }

  /// The alert of a finding that has held since a time.
  ///
  /// - Throws: `RuleError`, which would be a mistake of this program.
  static func alert(_ finding: MonitorFinding, since: Timestamp, now: Timestamp) throws(RuleError)
    -> JSONObject
  {
    let builder = AlertBuilder(rule: try rule(finding.check), number: 0, created: now)
    let fields: JSONObject = [
      "@timestamp": .string(since.description), "message": .string(finding.text),
      "event": [
        "kind": "event", "category": ["configuration"], "dataset": "nightjar.monitor", "module": "nightjar",
        "action": .string(finding.check.rawValue), "outcome": "failure",
      ],
      "observer": ["product": "Nightjar", "type": "detection engine"],
      "labels": ["subject": .string(finding.subject)],
    ]
    return builder.document(
      fields: fields, identity: [finding.check.rawValue, finding.subject, since.description],
      reason: finding.text,
      time: since)
  }

  private static func quoted(_ text: String) -> String {
    JSONWriter.text(.string(text))
  }
}
