public import Events
public import OrderedCollections

/// What responses need to know of an alert: the call that raised it, and who made it.
///
/// Fields of an alert come from logs and so from whoever made the call: every name is checked before it is used.
public struct AlertFacts: Sendable, Hashable {
  /// `kibana.alert.uuid`.
  public let uuid: String
  /// `kibana.alert.rule.rule_id`.
  public let ruleID: String
  /// `kibana.alert.rule.name`.
  public let ruleName: String
  /// `event.provider`, such as `config.amazonaws.com`; empty when the alert is about no single event.
  public let provider: String
  /// `event.action`, such as `StopConfigurationRecorder`; empty when the alert is about no single event.
  public let action: String
  /// Whether the call succeeded.
  public let isSuccess: Bool
  /// The account in which the call was made.
  public let account: String?
  /// The region in which the call was made.
  public let region: String?
  /// Who made the call; nil when the alert does not say.
  public let principal: PrincipalFacts?
  /// The parameters of the call.
  public let parameters: JSON
  /// What the call returned.
  public let answer: JSON

  /// Reads an alert.
  ///
  /// - Parameter document: The alert, as `scan --output ndjson` prints it and as the store keeps it.
  /// - Throws: `ResponseError` when it is no alert.
  public init(_ document: JSONObject) throws(ResponseError) {
    func text(_ name: String) -> String? { document[name]?.string ?? document[path: name]?.string }
    guard let uuid = text("kibana.alert.uuid"), let ruleID = text("kibana.alert.rule.rule_id") else {
      throw ResponseError(.unfit, "the document is no alert: it lacks kibana.alert.uuid or its rule")
    }
    self.uuid = uuid
    self.ruleID = ruleID
    ruleName = text("kibana.alert.rule.name") ?? ruleID
    provider = text("event.provider") ?? ""
    action = text("event.action") ?? ""
    isSuccess = text("event.outcome") == "success"
    account = (text("aws.cloudtrail.recipient_account_id") ?? text("cloud.account.id")).flatMap(Self.account)
    region = text("cloud.region").flatMap(Self.region)
    principal = PrincipalFacts(document)
    parameters = document[path: "aws.cloudtrail.flattened.request_parameters"] ?? [:]
    answer = document[path: "aws.cloudtrail.flattened.response_elements"] ?? [:]
  }

  /// Twelve digits.
  static func account(_ text: String) -> String? {
    text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
  }

  /// The name of a region, which becomes part of host names.
  static func region(_ text: String) -> String? {
    let isName = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
    return isName && (1...63).contains(text.utf8.count) ? text : nil
  }

  /// Whether the call was made of a service and succeeded.
  func isCall(_ action: String, of provider: String) -> Bool {
    self.provider == provider && self.action == action && isSuccess
  }
}
