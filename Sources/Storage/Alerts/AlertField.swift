/// The fields of alert documents that have a column of text, with the values that the document has for them.
enum AlertField: String, CaseIterable {
  case principal = "user.name"
  case account = "cloud.account.id"
  case region = "cloud.region"
  case action = "event.action"
  case address = "source.ip"

  /// The name of the column.
  var column: String { "\(self)" }
}

/// Names of fields of alert documents.
enum AlertName {
  static let uuid = "kibana.alert.uuid"
  static let ruleID = "kibana.alert.rule.rule_id"
  static let ruleName = "kibana.alert.rule.name"
  static let severity = "kibana.alert.severity"
  static let risk = "kibana.alert.risk_score"
  static let originalTime = "kibana.alert.original_time"
  static let created = "@timestamp"
  static let buildingBlock = "kibana.alert.building_block_type"
  static let status = "kibana.alert.workflow_status"
  static let reason = "kibana.alert.workflow_reason"
  static let user = "kibana.alert.workflow_user"
  static let statusUpdated = "kibana.alert.workflow_status_updated_at"
  static let tags = "kibana.alert.workflow_tags"
  static let assignees = "kibana.alert.workflow_assignee_ids"
  static let suppressedCount = "kibana.alert.suppression.docs_count"
  static let suppressionEnd = "kibana.alert.suppression.end"
  static let lastDetected = "kibana.alert.last_detected"
}
