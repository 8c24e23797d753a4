import Events
import OrderedCollections
import Rules

/// Findings in the AWS Security Finding Format.
///
/// Sources: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html and
/// https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
enum ASFFFinding {
  private static let longest = (title: 256, description: 1024, id: 512)
  private static let maximumResources = 32
  /// The tactics that are a category of `TTPs`, by their identifiers.
  ///
  /// Source: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Types
  private static let tactics = [
    "TA0001": "Initial Access", "TA0002": "Execution", "TA0003": "Persistence",
    "TA0004": "Privilege Escalation", "TA0005": "Defense Evasion", "TA0006": "Credential Access",
    "TA0007": "Discovery", "TA0008": "Lateral Movement", "TA0009": "Collection",
    "TA0011": "Command and Control",
  ]

  /// The finding of a notice; nil for digests and tests, which are none.
  static func finding(
    _ notice: Notice, settings: SecurityHubSettings, version: String, now: Timestamp
  ) -> JSONObject? {
    guard notice.kind == .alert || notice.kind == .closed else { return nil }
    let alert = notice.alert
    let summary = AlertSummary(alert)
    let created = AlertFields.text(alert, "@timestamp") ?? now.description
    var finding: JSONObject = [
      "SchemaVersion": "2018-10-08", "Id": .string(HeaderText.cut(summary.uuid, longest.id)),
      "ProductArn": .string(settings.productARN), "ProductName": "Default", "CompanyName": "Nightjar",
      "GeneratorId": .string(HeaderText.cut(summary.ruleID, longest.id)),
      "AwsAccountId": .string(settings.account), "CreatedAt": .string(created),
      // An update must not be older than what it updates.
      "UpdatedAt": .string(max(now, Timestamp(created) ?? now).description),
      "Title": .string(HeaderText.cut(nonEmpty(summary.ruleName, "Alert"), longest.title)),
      "Description": .string(HeaderText.cut(nonEmpty(summary.reason, summary.ruleName), longest.description)),
      "FindingProviderFields": [
        "Severity": ["Label": .string(label(summary.severity))], "Types": .array(types(alert)),
      ],
      "Resources": .array(resources(alert, summary)),
      "RecordState": notice.kind == .closed ? "ARCHIVED" : "ACTIVE",
      "ProductFields": [
        "nightjar/alert": .string(summary.uuid), "nightjar/version": .string(version),
        "nightjar/risk_score": .string("\(summary.riskScore)"),
      ],
    ]
    if Timestamp(summary.time) != nil { finding["FirstObservedAt"] = .string(summary.time) }
    return finding
  }

  private static func nonEmpty(_ text: String, _ other: String) -> String {
    text.contains { !$0.isWhitespace } ? text : other.isEmpty ? "Alert" : other
  }

  private static func label(_ severity: String) -> String {
    let name = severity.uppercased()
    return ["CRITICAL", "HIGH", "MEDIUM", "LOW"].contains(name) ? name : "LOW"
  }

  private static func types(_ alert: JSONObject) -> [JSON] {
    let threats = AlertFields.value(alert, "kibana.alert.rule.threat")?.array ?? []
    let names = OrderedSet(
      threats.compactMap { threat -> String? in
        let id = threat[path: "tactic.id"]?.string ?? ""
        if id == "TA0010" { return "Effects/Data Exfiltration" }
        return tactics[id].map { "TTPs/\($0)" }
      })
    return names.isEmpty ? ["Unusual Behaviors"] : names.prefix(50).map { .string($0) }
  }

  /// What the event touched, or the account where the event names nothing.
  private static func resources(_ alert: JSONObject, _ summary: AlertSummary) -> [JSON] {
    func resource(_ type: String, _ id: String) -> JSON {
      var members: JSONObject = ["Type": .string(type), "Id": .string(id), "Partition": "aws"]
      if !summary.region.isEmpty { members["Region"] = .string(summary.region) }
      return .object(members)
    }
    let named = (alert[path: "aws.cloudtrail.resources"]?.array ?? []).compactMap { $0["arn"]?.string }
    guard named.isEmpty else {
      return OrderedSet(named).prefix(maximumResources).map {
        resource("Other", HeaderText.cut($0, longest.id))
      }
    }
    let account = summary.account.isEmpty ? "unknown" : summary.account
    return [resource("AwsAccount", "AWS::::Account:\(account)")]
  }
}
