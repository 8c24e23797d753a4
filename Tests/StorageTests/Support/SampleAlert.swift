import Events
import OrderedCollections
import Storage

/// Alerts for tests.
enum SampleAlert {
  static func draft(
    _ uuid: String, rule: String = "rule-1", severity: String = "high", risk: Int = 73,
    created: String = "2026-10-14T12:00:00.000Z", originalTime: String = "2026-10-14T11:59:00.000Z",
    user: String? = "alice", account: String = "111122223333", exception: String? = nil,
    extra: JSONObject = [:]
  ) throws -> AlertDraft {
    var document: JSONObject = [
      "@timestamp": .string(created), "kibana.alert.depth": 1, "kibana.alert.workflow_status": "open",
      "kibana.alert.workflow_tags": [], "kibana.alert.workflow_assignee_ids": [],
      "kibana.alert.rule.rule_id": .string(rule), "kibana.alert.rule.description": "What it is about.",
      "kibana.alert.rule.parameters": ["query": "event.action: *", "max_signals": 100],
      "event": ["action": "StopConfigurationRecorder", "kind": "signal"],
      "cloud": ["account": ["id": .string(account)], "region": "eu-west-1"], "source": ["ip": "198.51.100.7"],
      "kibana.alert.severity": .string(severity), "kibana.alert.risk_score": .number(JSONNumber(risk)),
      "kibana.alert.uuid": .string(uuid), "kibana.alert.original_time": .string(originalTime),
      "kibana.alert.rule.name": .string("Rule \(rule)"),
    ]
    if let user { document["user"] = ["name": .string(user)] }
    for (key, value) in extra { document[key] = value }
    return try AlertDraft(document: document, exception: exception)
  }
}
