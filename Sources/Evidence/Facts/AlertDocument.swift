import CloudTrail
public import Events
public import OrderedCollections

/// An alert as investigations read it. Alert documents have dotted keys (`kibana.alert.uuid`) beside nested objects.
public struct AlertDocument: Sendable {
  /// The complete document.
  public let document: JSONObject

  /// An alert.
  public init(_ document: JSONObject) {
    self.document = document
  }

  /// The first text of a field, in whichever form it stands there; nil when it has none.
  public func text(_ path: String) -> String? {
    if let value = document[path] { return FieldText.first(value) }
    return FieldText.first(document, path)
  }

  /// The identifier of the alert.
  public var uuid: String { text("kibana.alert.uuid") ?? "" }
  /// The time of the source event.
  public var time: Timestamp? {
    (text("kibana.alert.original_time") ?? text("@timestamp")).flatMap { Timestamp($0) }
  }
  /// The name of the rule.
  public var ruleName: String { text("kibana.alert.rule.name") ?? "Alert" }
  /// The identifier of the rule.
  public var ruleID: String { text("kibana.alert.rule.rule_id") ?? "" }
  /// The severity.
  public var severity: String { text("kibana.alert.severity") ?? "low" }
  /// The risk score, 0 to 100.
  public var riskScore: Int { text("kibana.alert.risk_score").flatMap { Int($0) } ?? 0 }
  /// The sentence that says what happened.
  public var reason: String { text("kibana.alert.reason") ?? "" }
  /// The guide of the rule, in Markdown.
  public var guide: String { text("kibana.alert.rule.note") ?? "" }
  /// Whether the log files of the source events are proved to be what CloudTrail delivered, in a sentence; nil when nobody
  /// looked.
  public var integritySentence: String? {
    let reason = text("nightjar.integrity.reason").map { ": \($0)" } ?? ""
    switch text("nightjar.integrity.state").flatMap({ VerificationState(rawValue: $0) }) {
    case .valid: return "The log file of the event is proved by a digest of CloudTrail."
    case .invalid: return "The log file of the event is not what CloudTrail delivered\(reason)."
    case .missing: return "The log file of the event is no longer where CloudTrail delivered it\(reason)."
    case .unverified: return "No digest proves the log file of the event\(reason)."
    case nil: return nil
    }
  }

  /// The identities of the source events.
  public var sourceIDs: Set<String> {
    let ancestors =
      document["kibana.alert.ancestors"]?.array ?? document[path: "kibana.alert.ancestors"]?.array ?? []
    return Set(ancestors.compactMap { $0["id"]?.string })
  }
}
