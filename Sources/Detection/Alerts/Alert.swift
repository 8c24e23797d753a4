public import Events
public import OrderedCollections

/// An alert: its document, which is made when it is asked for, and what sorting and counting need of it.
public struct Alert: Sendable {
  /// `kibana.alert.uuid`.
  public let uuid: String
  /// The rule's place in the rule set that raised it.
  public let rule: Int
  /// The time of the source event; nil when it has none that can be read.
  public let originalTime: Timestamp?
  /// Whether the alert is a building block of another one, which people see only on request.
  public let isBuildingBlock: Bool
  /// Whether the alert is an event of a sequence, which has an alert of its own.
  public let isPartOfGroup: Bool
  /// The severity after overrides, by its name in Kibana.
  public let severity: String
  /// The risk score after overrides, 0 to 100.
  public let riskScore: Int
  /// The exception that says why the alert was to be expected; nil when there is none.
  public let exception: String?

  /// What the document is, or is made of.
  let content: AlertContent

  /// The complete alert document, with Kibana's field names. Most alerts make it anew each time it is asked for.
  public var document: JSONObject { content.document }

  /// The identifier of the sequence that the alert belongs to; nil when it belongs to none.
  var group: String? { content.extra("kibana.alert.group.id")?.string }

  /// The alert with another document.
  func with(document: JSONObject) -> Alert {
    Alert(
      document: document, uuid: uuid, rule: rule, originalTime: originalTime,
      isBuildingBlock: isBuildingBlock,
      isPartOfGroup: isPartOfGroup, severity: severity, riskScore: riskScore, exception: exception)
  }
}

extension Alert {
  /// An alert of a document.
  init(
    document: JSONObject, uuid: String, rule: Int, originalTime: Timestamp?, isBuildingBlock: Bool,
    isPartOfGroup: Bool, severity: String, riskScore: Int, exception: String?
  ) {
    self.init(
      uuid: uuid, rule: rule, originalTime: originalTime, isBuildingBlock: isBuildingBlock,
      isPartOfGroup: isPartOfGroup, severity: severity, riskScore: riskScore, exception: exception,
      content: .document(document))
  }
}
