import AWS
import Events
import OrderedCollections
import Rules

/// Events of PagerDuty's Events API v2.
///
/// Source: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
enum PagerDutyEvent {
  private static let longestSummary = 1024

  /// The event of a notice. Alerts trigger under their own identifier, which closing resolves.
  static func event(_ notice: Notice, routingKey: Secret, version: String) -> JSON {
    let text = NoticeText(notice)
    let summary = AlertSummary(notice.alert)
    let isAlert = notice.kind == .alert || notice.kind == .closed
    var event: JSONObject = [
      "routing_key": .string(routingKey.reveal()),
      "event_action": notice.kind == .closed ? "resolve" : "trigger",
      "dedup_key": .string(isAlert ? summary.uuid : notice.id),
    ]
    guard notice.kind != .closed else { return .object(event) }
    var payload: JSONObject = [
      "summary": .string(HeaderText.cut(HeaderText.oneLine(text.subject), longestSummary)),
      "source": .string(summary.account.isEmpty ? "nightjar" : "aws:\(summary.account)"),
      "severity": .string(severity(text.severity)), "component": "aws-cloudtrail",
      "custom_details": details(notice, text, version),
    ]
    if isAlert {
      payload["timestamp"] = .string(summary.time)
      payload["group"] = .string(summary.region)
      payload["class"] = .string(summary.ruleName)
    }
    event["payload"] = .object(payload)
    event["client"] = "Nightjar"
    return .object(event)
  }

  private static func severity(_ name: String) -> String {
    switch name {
    case "critical": "critical"
    case "high": "error"
    case "medium": "warning"
    default: "info"
    }
  }

  private static func details(_ notice: Notice, _ text: NoticeText, _ version: String) -> JSON {
    var details: JSONObject = ["text": .string(text.lines.joined(separator: "\n"))]
    if let digest = notice.digest { details["digest"] = digest.json }
    details["version"] = .string(version)
    return .object(details)
  }
}
