public import Events
public import OrderedCollections

/// An alert: its document, which is made when it is asked for, and what sorting and counting need of it.
public struct Alert: Sendable {
  /// What an alert is made of; one reference, since alerts are sorted and filtered.
  private final class Parts: Sendable {
    let uuid: String
    let rule: Int
    let originalTime: Timestamp?
    let isBuildingBlock: Bool
    let isPartOfGroup: Bool
    let severity: String
    let riskScore: Int
    let exception: String?
    let content: AlertContent

    init(
      uuid: String, rule: Int, originalTime: Timestamp?, isBuildingBlock: Bool, isPartOfGroup: Bool,
      severity: String, riskScore: Int, exception: String?, content: AlertContent
    ) {
      self.uuid = uuid
      self.rule = rule
      self.originalTime = originalTime
      self.isBuildingBlock = isBuildingBlock
      self.isPartOfGroup = isPartOfGroup
      self.severity = severity
      self.riskScore = riskScore
      self.exception = exception
      self.content = content
    }
  }

  private let parts: Parts

  /// An alert of what its document is, or is made of.
  init(
    uuid: String, rule: Int, originalTime: Timestamp?, isBuildingBlock: Bool, isPartOfGroup: Bool,
    severity: String, riskScore: Int, exception: String?, content: AlertContent
  ) {
    parts = Parts(
      uuid: uuid, rule: rule, originalTime: originalTime, isBuildingBlock: isBuildingBlock,
      isPartOfGroup: isPartOfGroup, severity: severity, riskScore: riskScore, exception: exception,
      content: content)
  }

  /// `kibana.alert.uuid`.
  public var uuid: String { parts.uuid }
  /// The rule's place in the rule set that raised it.
  public var rule: Int { parts.rule }
  /// The time of the source event; nil when it has none that can be read.
  public var originalTime: Timestamp? { parts.originalTime }
  /// Whether the alert is a building block of another one, which people see only on request.
  public var isBuildingBlock: Bool { parts.isBuildingBlock }
  /// Whether the alert is an event of a sequence, which has an alert of its own.
  public var isPartOfGroup: Bool { parts.isPartOfGroup }
  /// The severity after overrides, by its name in Kibana.
  public var severity: String { parts.severity }
  /// The risk score after overrides, 0 to 100.
  public var riskScore: Int { parts.riskScore }
  /// The exception that says why the alert was to be expected; nil when there is none.
  public var exception: String? { parts.exception }

  /// What the document is, or is made of.
  var content: AlertContent { parts.content }

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
