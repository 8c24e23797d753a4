import Events
import OrderedCollections

/// What alerts of a kind of finding say of themselves.
struct IntegrityRule {
  /// The `rule_id`.
  let id: String
  let name: String
  let description: String
  /// The severity by its name in Kibana.
  let severity: String
  /// 0 to 100.
  let riskScore: Int
  /// The `event.type` of ECS.
  let eventType: String
  private let removesTraces: Bool

  init(_ kind: IntegrityFinding.Kind) {
    id = "nightjar-integrity-" + kind.rawValue.replacing("_", with: "-")
    switch kind {
    case .logAltered:
      name = "AWS CloudTrail Log File Altered"
      description = "A log file differs from what its signed digest lists."
      (severity, riskScore, eventType, removesTraces) = ("critical", 99, "change", true)
    case .logMissing:
      name = "AWS CloudTrail Log File Deleted"
      description = "A log file that a signed digest lists is gone."
      (severity, riskScore, eventType, removesTraces) = ("high", 73, "deletion", true)
    case .digestAltered:
      name = "AWS CloudTrail Digest Altered"
      description =
        "A digest was changed, moved, or signed with another key, so that its log files are not proved."
      (severity, riskScore, eventType, removesTraces) = ("critical", 99, "change", true)
    case .digestMissing:
      name = "AWS CloudTrail Digest Deleted"
      description = "A digest that the one after it names is gone, so that its log files are not proved."
      (severity, riskScore, eventType, removesTraces) = ("high", 73, "deletion", true)
    case .gap:
      name = "AWS CloudTrail Digests Absent"
      description = "For some time there are no digests: logging or the validation of log files was off."
      (severity, riskScore, eventType, removesTraces) = ("medium", 47, "info", false)
    }
  }

  /// The `kibana.alert.rule.*` fields.
  var fields: JSONObject {
    [
      "kibana.alert.rule.rule_id": .string(id), "kibana.alert.rule.uuid": .string(id),
      "kibana.alert.rule.name": .string(name), "kibana.alert.rule.description": .string(description),
      "kibana.alert.rule.severity": .string(severity),
      "kibana.alert.rule.risk_score": .number(JSONNumber(riskScore)),
      "kibana.alert.rule.type": "integrity", "kibana.alert.rule.producer": "nightjar",
      "kibana.alert.rule.category": "Log Integrity Verification", "kibana.alert.rule.enabled": true,
      "kibana.alert.rule.tags": [
        "Domain: Cloud", "Data Source: AWS", "Data Source: AWS CloudTrail", "Tactic: Defense Evasion",
      ],
      "kibana.alert.rule.threat": .array([threat]),
    ]
  }

  private var threat: JSON {
    var techniques = [
      Self.technique(
        "T1562", "Impair Defenses", [Self.entry("T1562.008", "Disable or Modify Cloud Logs")])
    ]
    if removesTraces { techniques.append(Self.technique("T1070", "Indicator Removal", [])) }
    return [
      "framework": "MITRE ATT&CK",
      "tactic": [
        "id": "TA0005", "name": "Defense Evasion", "reference": "https://attack.mitre.org/tactics/TA0005/",
      ],
      "technique": .array(techniques),
    ]
  }

  private static func technique(_ id: String, _ name: String, _ subtechniques: [JSON]) -> JSON {
    var entry = entry(id, name).object ?? [:]
    if !subtechniques.isEmpty { entry["subtechnique"] = .array(subtechniques) }
    return .object(entry)
  }

  private static func entry(_ id: String, _ name: String) -> JSON {
    let path = id.replacing(".", with: "/")
    return [
      "id": .string(id), "name": .string(name),
      "reference": .string("https://attack.mitre.org/techniques/\(path)/"),
    ]
  }
}
