/// Fields that queries are completed with: ECS fields that CloudTrail's records fill, and those of alerts.
enum FieldNames {
  /// Fields of events.
  static let events = [
    "@timestamp", "aws.cloudtrail.error_code", "aws.cloudtrail.error_message",
    "aws.cloudtrail.event_category",
    "aws.cloudtrail.event_type", "aws.cloudtrail.flattened.request_parameters",
    "aws.cloudtrail.management_event",
    "aws.cloudtrail.read_only", "aws.cloudtrail.recipient_account_id", "aws.cloudtrail.request_id",
    "aws.cloudtrail.request_parameters", "aws.cloudtrail.response_elements",
    "aws.cloudtrail.user_identity.access_key_id", "aws.cloudtrail.user_identity.arn",
    "aws.cloudtrail.user_identity.session_context.mfa_authenticated",
    "aws.cloudtrail.user_identity.session_context.session_issuer.arn", "aws.cloudtrail.user_identity.type",
    "aws.cloudtrail.vpc_endpoint_id", "cloud.account.id", "cloud.region", "data_stream.dataset",
    "event.action",
    "event.category", "event.dataset", "event.id", "event.ingested", "event.module", "event.outcome",
    "event.provider", "event.type", "related.user", "source.address", "source.as.organization.name",
    "source.geo.country_iso_code", "source.ip", "tls.cipher", "tls.version", "user.changes.name", "user.id",
    "user.name", "user.target.name", "user_agent.name", "user_agent.original", "user_agent.os.name",
  ]

  /// Fields of alerts.
  static let alerts = [
    "kibana.alert.building_block_type", "kibana.alert.original_time", "kibana.alert.reason",
    "kibana.alert.risk_score", "kibana.alert.rule.name", "kibana.alert.rule.rule_id",
    "kibana.alert.rule.tags",
    "kibana.alert.rule.threat.technique.id", "kibana.alert.rule.type", "kibana.alert.severity",
    "kibana.alert.suppression.docs_count", "kibana.alert.uuid", "kibana.alert.workflow_assignee_ids",
    "kibana.alert.workflow_reason", "kibana.alert.workflow_status", "kibana.alert.workflow_tags",
  ]
}
