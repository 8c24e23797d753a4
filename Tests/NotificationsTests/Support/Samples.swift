import Events
import OrderedCollections

/// Alerts as the detection engine makes them.
enum Samples {
  static func alert(
    _ number: Int = 1, severity: String = "high", ruleID: String = "rule-1", name: String = "Config Stopped",
    extra: JSONObject = [:]
  ) -> JSONObject {
    var alert: JSONObject = [
      "@timestamp": "2026-10-14T10:03:00.000Z", "kibana.alert.uuid": .string("alert-\(number)"),
      "kibana.alert.original_time": "2026-10-14T10:02:11.000Z", "kibana.alert.severity": .string(severity),
      "kibana.alert.risk_score": 73, "kibana.alert.rule.rule_id": .string(ruleID),
      "kibana.alert.rule.name": .string(name), "kibana.alert.reason": "mallory stopped the recorder",
      "kibana.alert.rule.description": "A recorder was stopped.", "kibana.alert.workflow_status": "open",
      "kibana.alert.rule.threat": [
        [
          "framework": "MITRE ATT&CK", "tactic": ["id": "TA0005", "name": "Defense Evasion"],
          "technique": [
            [
              "id": "T1562", "name": "Impair Defenses",
              "subtechnique": [["id": "T1562.008", "name": "Disable or Modify Cloud Logs"]],
            ]
          ],
        ]
      ],
      "event": [
        "kind": "signal", "action": "StopConfigurationRecorder", "outcome": "success",
        "provider": "config.amazonaws.com",
      ],
      "user": ["name": "mallory"], "source": ["ip": "198.51.100.7", "address": "198.51.100.7"],
      "cloud": ["account": ["id": "111122223333"], "region": "eu-west-1", "provider": "aws"],
      "aws": ["cloudtrail": ["user_identity": ["arn": "arn:aws:iam::111122223333:user/mallory"]]],
    ]
    alert.merge(extra) { $1 }
    return alert
  }
}
