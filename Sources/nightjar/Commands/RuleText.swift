import Console
import Detection
import Events
import OrderedCollections
import Rules

/// A rule for people.
enum RuleText {
  static func text(_ rule: Rule, _ check: RuleCheck) -> String {
    var parts = [
      rule.name, "",
      "rule_id    \(rule.ruleID)",
      "severity   \(rule.severity.rawValue), risk score \(rule.riskScore)",
      "type       \(rule.type.rawValue)\(rule.language.map { ", \($0.rawValue)" } ?? "")",
      "schedule   every \(text(rule, "interval") ?? "5m"), from \(text(rule, "from") ?? "now-6m")",
      "runs       \(check.reason.map { "\(check.status.rawValue): \($0)" } ?? "yes")",
      "file       \(rule.source.path)",
    ]
    parts += check.notes.map { "note       \($0)" }
    for threat in rule.threat {
      let techniques = threat.techniques.flatMap { [$0.entry.id] + $0.subtechniques.map(\.id) }
      parts.append(
        "ATT&CK     \(threat.tactic.id) \(threat.tactic.name): \(techniques.joined(separator: ", "))")
    }
    if !rule.tags.isEmpty { parts.append("tags       \(rule.tags.joined(separator: "; "))") }
    parts += ["", text(rule, "description") ?? ""]
    if let query = rule.query { parts += ["", "Query", "", query] }
    for (title, key) in [("Guide", "note"), ("Setup", "setup")] {
      if let body = text(rule, key), !body.isEmpty { parts += ["", title, "", body] }
    }
    return parts.map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).map { Sanitizer.clean(String($0)) }.joined(
        separator: "\n")
    }
    .joined(separator: "\n")
  }

  private static func text(_ rule: Rule, _ key: String) -> String? {
    let text = RuleWriter.apiObject(rule)[key]?.string
    return text.map { String($0.drop { $0.isNewline }.reversed().drop { $0.isWhitespace }.reversed()) }
  }
}
