import Engine
import Events
import Evidence
import OrderedCollections
import Rules
import Storage

/// What templates show of one alert.
struct AlertValues {
  let alert: StoredAlert
  let now: Timestamp
  let rules: Edition

  private var row: AlertRow { alert.row }
  private var document: JSON { .object(alert.document) }

  /// The values.
  var values: PageValues {
    var values: PageValues = [
      "uuid": row.uuid, "path": "/alerts/\(PageAddress.encoded(row.uuid))",
      "sentence": AlertSentence(alert).text,
      "ruleName": row.ruleName, "rulePath": "/rules/\(PageAddress.encoded(row.ruleID))",
      "severityCell": SeverityValues.of(row.severity.name), "risk": row.risk,
      "stateCell": AlertRowValues.state(row), "raised": AlertRowValues.time(row.created, now),
      "isOpen": row.status == .open, "isClosed": row.status == .closed,
      "isExpected": row.exception != nil,
      "assignees": row.assignees.map { ["name": $0] as PageValues },
      "tags": row.tags.map { ["name": $0] as PageValues },
      "highlights": highlights, "fields": DocumentFields.rows(alert.document),
      "json": DocumentFields.json(alert.document), "threats": threats,
      "reasons": CloseReason.allCases.filter { $0 != .automatedClosure }.map {
        ["value": $0.rawValue, "name": AlertRowValues.reasonWords($0.rawValue)] as PageValues
      },
    ]
    if let time = row.originalTime { values["happened"] = AlertRowValues.time(time, now) }
    if let user = row.workflowUser, let at = row.statusUpdated {
      values["statusBy"] = ["by": user, "at": AlertRowValues.time(at, now)] as PageValues
    }
    if let count = document["kibana.alert.suppression.docs_count"]?.integer, count > 0 {
      values["suppressedCount"] = count
    }
    if let sentence = AlertDocument(alert.document).integritySentence { values["integrity"] = sentence }
    values["exceptionPath"] = PageAddress.path(
      "/exceptions/new",
      [("rule", row.ruleID), ("query", row.principal.map { KQLText.has("user.name", $0) })])
    if let guide = rules.rule(row.ruleID)?.fields["note"]?.string
      ?? document["kibana.alert.rule.note"]?.string,
      !guide.isEmpty
    {
      values["guideText"] = ["blocks": MarkdownValues.blocks(guide)] as PageValues
    }
    return values
  }

  /// The fields that say most, where the alert has them.
  private var highlights: [PageValues] {
    let own =
      rules.rule(row.ruleID)?.fields["investigation_fields"]?["field_names"]?.array?.compactMap(\.string)
      ?? []
    let usual: [(String, String)] = [
      ("Principal", "user.name"), ("Identity", "aws.cloudtrail.user_identity.arn"),
      ("Kind of identity", "aws.cloudtrail.user_identity.type"),
      ("Access key", "aws.cloudtrail.user_identity.access_key_id"), ("Action", "event.action"),
      ("Service", "event.provider"), ("Outcome", "event.outcome"), ("Error", "aws.cloudtrail.error_code"),
      ("Account", "cloud.account.id"), ("Region", "cloud.region"), ("Address", "source.ip"),
      ("Agent", "user_agent.original"), ("Request", "aws.cloudtrail.request_parameters"),
    ]
    let names = usual + own.filter { name in !usual.contains { $0.1 == name } }.map { ($0, $0) }
    return names.prefix(40).compactMap { label, field in
      guard let text = Self.text(document, field), !text.isEmpty else { return nil }
      return ["label": label, "content": text, "kql": KQLText.has(field, text)]
    }
  }

  private static func text(_ document: JSON, _ field: String) -> String? {
    guard let value = document[field] ?? document[path: field] else { return nil }
    switch value {
    case .string(let text): return text
    case .null: return nil
    case .array(let elements):
      return elements.map { $0.string ?? JSONWriter.text($0) }.joined(separator: ", ")
    default: return JSONWriter.text(value)
    }
  }

  private var threats: [PageValues] {
    guard let rule = rules.rule(row.ruleID) else { return [] }
    return rule.threat.flatMap { threat -> [PageValues] in
      threat.techniques.isEmpty
        ? [["id": threat.tactic.id, "name": threat.tactic.name]]
        : threat.techniques.flatMap { technique -> [PageValues] in
          let entries = technique.subtechniques.isEmpty ? [technique.entry] : technique.subtechniques
          return entries.map { ["id": $0.id, "name": $0.name, "tactic": threat.tactic.name] }
        }
    }
  }
}
