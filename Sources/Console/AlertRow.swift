public import Events
public import OrderedCollections
import Rules

/// What lists of alerts show of one alert.
public struct AlertRow: Sendable {
  /// The complete alert document.
  public let document: JSONObject
  /// The time of the source event as it stands in the alert.
  public let time: String
  /// The severity by its name.
  public let severity: String
  /// The risk score, 0 to 100.
  public let riskScore: Int
  /// The name of the rule.
  public let ruleName: String
  /// The identifier of the rule.
  public let ruleID: String
  /// Who did it: the user's or role's name, with the session's where there is one.
  public let principal: String
  /// The account.
  public let account: String
  /// The region.
  public let region: String
  /// The action; of an alert of several events how many these were.
  public let action: String
  /// The outcome.
  public let outcome: String
  /// Where it came from.
  public let source: String

  /// The row of an alert document.
  public init(_ document: JSONObject) {
    let summary = AlertSummary(document)
    self.document = document
    time = summary.time
    severity = summary.severity
    riskScore = summary.riskScore
    ruleName = summary.ruleName
    ruleID = summary.ruleID
    principal = summary.principal
    account = summary.account
    region = summary.region
    action =
      AlertFields.text(document, "event.action")
      ?? AlertFindings.eventCount(document).map { Quantity.text($0, "event") } ?? ""
    outcome = summary.outcome
    source = summary.source
  }

  /// The reason sentence.
  public var reason: String { AlertFields.text(document, "kibana.alert.reason") ?? "" }

  /// The identifier of the alert.
  public var uuid: String { AlertFields.text(document, "kibana.alert.uuid") ?? "" }

  /// The place of the severity, 0 for low to 3 for critical.
  public var severityRank: Int {
    ["low", "medium", "high", "critical"].firstIndex(of: severity) ?? 0
  }
}
