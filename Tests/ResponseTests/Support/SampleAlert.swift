import Events
import OrderedCollections

/// Alerts about calls of CloudTrail records, as the mapping to ECS writes them.
enum SampleAlert {
  /// Who made the call.
  enum Caller: Sendable {
    case user(String, key: String)
    case role(String, path: String)
    case root

    func identity(_ account: String) -> JSON {
      switch self {
      case .user(let name, let key):
        [
          "type": "IAMUser", "arn": .string("arn:aws:iam::\(account):user/\(name)"),
          "access_key_id": .string(key),
        ]
      case .role(let name, let path):
        [
          "type": "AssumedRole",
          "arn": .string("arn:aws:sts::\(account):assumed-role/\(name)/session"),
          "access_key_id": "ASIAEXAMPLE000000001",
          "session_context": [
            "session_issuer": [
              "type": "Role", "arn": .string("arn:aws:iam::\(account):role\(path)\(name)"),
              "account_id": .string(account),
            ]
          ],
        ]
      case .root: ["type": "Root", "arn": .string("arn:aws:iam::\(account):root")]
      }
    }
  }

  static let rule = "rule-1"

  static func alert(
    _ action: String, of provider: String, account: String, region: String = "eu-central-1",
    parameters: JSON = [:], answer: JSON? = nil, outcome: String = "success",
    caller: Caller = .user("mallory", key: "AKIAEXAMPLE000000001"), uuid: String = "alert-1"
  ) -> JSONObject {
    var flattened: JSONObject = ["request_parameters": parameters]
    if let answer { flattened["response_elements"] = answer }
    return [
      "kibana.alert.uuid": .string(uuid), "kibana.alert.rule.rule_id": .string(rule),
      "kibana.alert.rule.name": "A rule",
      "event": [
        "action": .string(action), "provider": .string(provider), "outcome": .string(outcome),
      ],
      "cloud": ["account": ["id": .string(account)], "region": .string(region)],
      "aws": [
        "cloudtrail": [
          "user_identity": caller.identity(account), "flattened": .object(flattened),
          "recipient_account_id": .string(account),
        ]
      ],
    ]
  }
}
