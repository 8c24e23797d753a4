public import Events
import GRDB
public import OrderedCollections

/// An alert as it is stored, without its document.
public struct AlertRow: Sendable, Hashable {
  /// The place in the order in which alerts were stored.
  public let seq: Int64
  /// `kibana.alert.uuid`.
  public let uuid: String
  /// The rule's identifier.
  public let ruleID: String
  /// The rule's name, as the alert has it.
  public let ruleName: String
  /// The severity.
  public let severity: AlertSeverity
  /// The risk score, 0 to 100.
  public let risk: Int
  /// When the event happened; nil when it does not say.
  public let originalTime: Timestamp?
  /// When the alert was raised.
  public let created: Timestamp
  /// How far the work on it is.
  public let status: AlertStatus
  /// Why it is closed: one of `CloseReason`, or words for alerts that were stored closed.
  public let reason: String?
  /// Who last changed the status.
  public let workflowUser: String?
  /// When the status was last changed; nil when it never was.
  public let statusUpdated: Timestamp?
  /// Whether it is a building block.
  public let isBuildingBlock: Bool
  /// The exception that explains it; nil when there is none.
  public let exception: String?
  /// The incident that it belongs to; nil when it belongs to none.
  public let incident: Int64?
  /// The tags that people gave it.
  public let tags: [String]
  /// Who works on it.
  public let assignees: [String]
  /// `user.name`; nil when there is not exactly one.
  public let principal: String?
  /// `cloud.account.id`; nil when there is not exactly one.
  public let account: String?
  /// `cloud.region`; nil when there is not exactly one.
  public let region: String?
  /// `event.action`; nil when there is not exactly one.
  public let action: String?
  /// `source.ip`; nil when there is not exactly one.
  public let address: String?
  /// Fields that were set after the alert was stored.
  let overlay: JSONObject

  static let columns = """
    alerts.seq, uuid, rule_id, rule_name, severity, risk, original_time, created, status, reason, workflow_user,
    status_updated, building_block, exception, incident, tags, assignees, principal, account, region, action,
    address, overlay
    """
  static let columnCount = 23

  init(row: Row) throws {
    seq = row[0]
    uuid = row[1]
    ruleID = row[2]
    ruleName = row[3]
    severity = AlertSeverity(rawValue: row[4]) ?? .low
    risk = row[5]
    originalTime = (row[6] as Int64?).map { Timestamp($0) }
    created = Timestamp(row[7] as Int64)
    status = AlertStatus(rawValue: row[8]) ?? .open
    reason = row[9]
    workflowUser = row[10]
    statusUpdated = (row[11] as Int64?).map { Timestamp($0) }
    isBuildingBlock = row[12]
    exception = row[13]
    incident = row[14]
    tags = try StoredText.texts(row[15], "the tags of an alert")
    assignees = try StoredText.texts(row[16], "the assignees of an alert")
    principal = Self.text(row[17])
    account = Self.text(row[18])
    region = Self.text(row[19])
    action = Self.text(row[20])
    address = Self.text(row[21])
    overlay = try (row[22] as String?).map { try StoredText.value($0, "an alert").object ?? [:] } ?? [:]
  }

  private static func text(_ value: DatabaseValue) -> String? {
    if case .string(let text) = value.storage { text } else { nil }
  }

  /// The document as people see it: with the present state of the work on the alert.
  func shown(_ stored: JSONObject) -> JSONObject {
    var document = stored
    document[AlertName.status] = .string(status.name)
    document[AlertName.tags] = .array(tags.map { .string($0) })
    document[AlertName.assignees] = .array(assignees.map { .string($0) })
    document[AlertName.reason] = reason.map { .string($0) }
    document[AlertName.user] = workflowUser.map { .string($0) }
    document[AlertName.statusUpdated] = statusUpdated.map { .string($0.description) }
    for (key, value) in overlay { document[key] = value }
    return document
  }
}

/// An alert as it is stored.
public struct StoredAlert: Sendable, Hashable {
  /// What is known of it without its document.
  public let row: AlertRow
  /// The document, with the present state of the work on the alert.
  public let document: JSONObject
}
