public import Events
import OrderedCollections
public import Rules
import Synchronization

/// Makes the alert documents of one rule: the source event's fields with Kibana's `kibana.alert.*` fields.
///
/// Field names and meanings are those of Elastic's alert schema
/// (https://www.elastic.co/docs/reference/security/fields-and-object-schemas/alert-schema).
public final class AlertBuilder: Sendable {
  private let rule: Rule
  private let number: Int
  /// The fields that all alerts of the rule share, made for the first document; each starts as a copy.
  private let sharedFields = Mutex<JSONObject?>(nil)
  /// The `@timestamp` of all alerts.
  private let created: String

  /// A builder for the alerts of a rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - number: The rule's place in its set.
  ///   - created: The time that the alerts carry as their `@timestamp`.
  public init(rule: Rule, number: Int, created: Timestamp) {
    self.rule = rule
    self.number = number
    self.created = created.description
  }

  private var template: JSONObject {
    sharedFields.withLock { shared in
      if let shared { return shared }
      var made = Self.template(rule, created: created)
      // Copies keep the size of the table of keys, so that an alert's own fields need no new one.
      made.reserveCapacity(made.count + 64)
      shared = made
      return made
    }
  }

  /// The identifier of an alert of the rule.
  func uuid(_ identity: [String]) -> String {
    AlertID.composed(ruleID: rule.ruleID, identity: identity)
  }

  /// What an alert is made of.
  struct Source: Sendable {
    /// The fields that the alert shows.
    let origin: AlertOrigin
    /// The `kibana.alert.uuid`.
    let uuid: String
    /// The events that led to the alert.
    let ancestors: [EventIdentity]
    /// Further fields of the alert.
    var extra: JSONObject = [:]
    /// The time of what happened, where the document does not say it.
    var time: Timestamp?
    /// The exception that explains the alert.
    var exception: String?
    /// Whether the alert is part of a group, and so a building block whatever the rule says.
    var isPartOfGroup = false
    /// Whether the rule's overrides apply.
    var hasOverrides = true
  }

  /// An alert names this many of the events that led to it.
  static let maximumAncestors = 1000

  /// The alert of a source.
  func alert(_ source: Source) -> Alert {
    let overrides = overrides(source)
    return Alert(
      uuid: source.uuid, rule: number, originalTime: source.origin.time ?? source.time,
      isBuildingBlock: source.isPartOfGroup || rule.buildingBlockType != nil,
      isPartOfGroup: source.isPartOfGroup, severity: overrides.severity,
      riskScore: overrides.riskScore, exception: source.exception, content: .deferred(self, source))
  }

  private func overrides(_ source: Source) -> Overrides {
    Overrides(rule: rule, document: source.hasOverrides ? source.origin.document : [:])
  }

  /// What lists show of the alert of a source, without its document.
  ///
  /// - Parameters:
  ///   - source: What the alert is made of.
  ///   - time: The `@timestamp` of the source; nil when it has none.
  ///   - texts: The texts of fields that the list shows.
  ///   - text: The first text of a field of the source.
  /// - Returns: What lists show.
  func summary(
    _ source: Source, time: String?, texts: [String?], text: (ReasonText.Field) -> String?
  ) -> AlertReader.Summary {
    let overrides = overrides(source)
    return AlertReader.Summary(
      time: time ?? source.time.map(\.description) ?? created, ruleName: overrides.ruleName,
      ruleID: rule.ruleID,
      reason: ReasonText.text(severity: overrides.severity, ruleName: overrides.ruleName, text),
      eventCount: source.extra["kibana.alert.threshold_result"]?["count"]?.integer
        ?? min(source.ancestors.count, Self.maximumAncestors),
      texts: texts)
  }

  /// The document of the alert of a source.
  func document(_ source: Source) -> JSONObject {
    let fields = source.origin.document
    let overrides = Overrides(rule: rule, document: source.hasOverrides ? fields : [:])
    var alert = template
    Self.add(fields, to: &alert)
    alert["kibana.alert.ancestors"] = .array(
      source.ancestors.prefix(Self.maximumAncestors).map(Self.ancestor))
    if source.ancestors.contains(where: { $0.index.hasPrefix(AlertIndex.prefix) }) {
      alert["kibana.alert.depth"] = 2
    }
    alert["kibana.alert.reason"] = .string(
      ReasonText.text(severity: overrides.severity, ruleName: overrides.ruleName) {
        FieldLookup.texts(fields, $0.path).first
      })
    alert["kibana.alert.severity"] = .string(overrides.severity)
    alert["kibana.alert.risk_score"] = .number(JSONNumber(overrides.riskScore))
    alert["kibana.alert.uuid"] = .string(source.uuid)
    if let time = fields["@timestamp"] ?? source.time.map({ .string($0.description) }) {
      alert["kibana.alert.original_time"] = time
    }
    alert["kibana.alert.rule.name"] = .string(overrides.ruleName)
    if source.isPartOfGroup { alert["kibana.alert.building_block_type"] = "default" }
    if let exception = source.exception {
      alert["kibana.alert.workflow_status"] = "closed"
      alert["kibana.alert.workflow_reason"] = .string("expected: \(exception)")
    }
    for (key, value) in source.extra { alert[key] = value }
    return alert
  }

  private static func ancestor(_ identity: EventIdentity) -> JSON {
    let isAlert = identity.index.hasPrefix(AlertIndex.prefix)
    return [
      "id": .string(identity.id), "type": isAlert ? "signal" : "event", "index": .string(identity.index),
      "depth": isAlert ? 1 : 0,
    ]
  }

  /// Adds the event's own fields, with the kind that says it is now a signal, and `kibana.alert.original_event.*`: its
  /// `event.*` fields as they were.
  private static func add(_ document: JSONObject, to alert: inout JSONObject) {
    for (key, value) in document where key != "@timestamp" && key != "event" && !key.hasPrefix("kibana") {
      alert[key] = value
    }
    var event = document["event"]?.object ?? [:]
    for (key, value) in event where key != "original" { alert["kibana.alert.original_event." + key] = value }
    event["kind"] = "signal"
    alert["event"] = .object(event)
  }

  private static func template(_ rule: Rule, created: String) -> JSONObject {
    let created = JSON.string(created)
    var fields: JSONObject = [
      "@timestamp": created, "kibana.alert.depth": 1, "kibana.alert.status": "active",
      "kibana.alert.workflow_status": "open", "kibana.alert.workflow_tags": [],
      "kibana.alert.workflow_assignee_ids": [], "kibana.alert.start": created,
      "kibana.alert.last_detected": created, "kibana.space_ids": ["default"],
      "kibana.version": .string(Nightjar.version),
    ]
    if let kind = rule.buildingBlockType { fields["kibana.alert.building_block_type"] = .string(kind) }
    fields.merge(ruleFields(rule), uniquingKeysWith: { $1 })
    return fields
  }

  private static func ruleFields(_ rule: Rule) -> JSONObject {
    let api = RuleWriter.apiObject(rule)
    let copied = [
      "rule_id", "type", "version", "author", "description", "enabled", "exceptions_list", "false_positives",
      "from",
      "to", "immutable", "interval", "license", "max_signals", "namespace", "note", "references", "setup",
      "risk_score_mapping", "severity_mapping", "rule_name_override", "tags", "threat", "throttle",
      "timeline_id",
      "timeline_title", "timestamp_override", "actions", "risk_score", "severity", "building_block_type",
      "revision",
      "created_at", "created_by", "updated_at", "updated_by",
    ]
    var fields: JSONObject = [:]
    for key in copied {
      if let value = api.object?[key] { fields["kibana.alert.rule.\(key)"] = value }
    }
    fields["kibana.alert.rule.uuid"] = .string(rule.ruleID)
    fields["kibana.alert.rule.category"] = .string(RuleTypeNames.category(rule.type))
    fields["kibana.alert.rule.rule_type_id"] = .string(RuleTypeNames.identifier(rule.type))
    fields["kibana.alert.rule.producer"] = "siem"
    fields["kibana.alert.rule.consumer"] = "siem"
    fields["kibana.alert.rule.execution.type"] = "manual"
    if let indices = rule.index { fields["kibana.alert.rule.indices"] = .array(indices.map { .string($0) }) }
    fields["kibana.alert.rule.parameters"] = api
    return fields
  }
}
