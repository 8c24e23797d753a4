public import Events
public import OrderedCollections

/// What an alert document says of itself in a few words.
public struct AlertSummary: Sendable, Hashable {
  /// `kibana.alert.uuid`.
  public let uuid: String
  /// The time of the source event as it stands in the alert; the alert's own where there is none.
  public let time: String
  /// The severity by its name.
  public let severity: String
  /// The risk score, 0 to 100.
  public let riskScore: Int
  /// The name of the rule.
  public let ruleName: String
  /// The identifier of the rule.
  public let ruleID: String
  /// The reason sentence.
  public let reason: String
  /// Who did it: the user's or role's name, with the session's where there is one.
  public let principal: String
  /// The account.
  public let account: String
  /// The region.
  public let region: String
  /// The action; empty for alerts of several events.
  public let action: String
  /// The outcome.
  public let outcome: String
  /// Where it came from.
  public let source: String

  /// The summary of an alert document.
  public init(_ document: JSONObject) {
    func text(_ path: String) -> String { AlertFields.text(document, path) ?? "" }
    uuid = text("kibana.alert.uuid")
    time = AlertFields.text(document, "kibana.alert.original_time") ?? text("@timestamp")
    severity = text("kibana.alert.severity")
    riskScore = AlertFields.value(document, "kibana.alert.risk_score")?.integer ?? 0
    ruleName = text("kibana.alert.rule.name")
    ruleID = text("kibana.alert.rule.rule_id")
    reason = text("kibana.alert.reason")
    principal = Self.principal(document)
    account = text("cloud.account.id")
    region = text("cloud.region")
    action = text("event.action")
    outcome = text("event.outcome")
    source = AlertFields.text(document, "source.address") ?? text("source.ip")
  }

  private static func principal(_ document: JSONObject) -> String {
    let arn = AlertFields.text(document, "aws.cloudtrail.user_identity.arn")
    let name = AlertFields.text(document, "user.name")
    return PrincipalText.text(
      arn: arn, name: name, service: AlertFields.text(document, "aws.cloudtrail.user_identity.invoked_by"))
  }
}
