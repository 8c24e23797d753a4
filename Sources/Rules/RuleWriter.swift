public import Events
import OrderedCollections

/// Writes rules in the formats that Kibana and Elastic's detection-rules repository read.
public enum RuleWriter {
  /// The rule in the form of Kibana's API, with the values that Kibana gives to what is not said.
  public static func apiObject(_ rule: Rule) -> JSON {
    var object = defaults
    object["language"] = rule.language.map { .string($0.rawValue) }
    if rule.type == .threatMatch { object["threat_indicator_path"] = "threat.indicator" }
    object.merge(rule.fields) { $1 }
    object["threat"] = .array((rule.fields["threat"]?.array ?? []).map(withTechniques))
    if let note = rule.fields["note"]?.string {
      object["note"] = .string(GuideTransform.render(note, rule.transform))
    }
    if var threshold = object["threshold"]?.object, let field = threshold["field"]?.string {
      threshold["field"] = field.isEmpty ? [] : [.string(field)]
      object["threshold"] = .object(threshold)
    }
    MetaExtras.write(rule, to: &object)
    if let job = object["machine_learning_job_id"]?.string {
      object["machine_learning_job_id"] = [.string(job)]
    }
    return .object(object.filter { $0.value != .null })
  }

  private static let defaults: JSONObject = [
    "enabled": false, "interval": "5m", "from": "now-6m", "to": "now", "max_signals": 100, "version": 1,
    "revision": 0, "setup": "", "output_index": "", "immutable": false, "actions": [], "author": [],
    "exceptions_list": [], "false_positives": [], "references": [], "related_integrations": [],
    "required_fields": [], "risk_score_mapping": [], "severity_mapping": [], "tags": [], "threat": [],
    "rule_source": ["type": "internal"],
  ]

  private static func withTechniques(_ threat: JSON) -> JSON {
    guard var row = threat.object, row["technique"] == nil else { return threat }
    row["technique"] = []
    return .object(row)
  }

  /// An export as Kibana writes it: a line for each rule, then a line that counts them.
  public static func ndjson(_ rules: [Rule]) -> [UInt8] {
    var writer = JSONWriter()
    for rule in rules {
      writer.write(apiObject(rule))
      writer.writeNewline()
    }
    let count = JSON.number(JSONNumber(rules.count))
    writer.write([
      "exported_count": count, "exported_rules_count": count, "missing_rules": [], "missing_rules_count": 0,
      "exported_exception_list_count": 0, "exported_exception_list_item_count": 0,
      "missing_exception_list_item_count": 0, "missing_exception_list_items": [],
      "missing_exception_lists": [],
      "missing_exception_lists_count": 0, "exported_action_connector_count": 0,
      "missing_action_connection_count": 0, "missing_action_connections": [],
      "excluded_action_connection_count": 0, "excluded_action_connections": [],
    ])
    writer.writeNewline()
    return writer.bytes
  }

  /// A rule file in Elastic's layout.
  public static func toml(_ rule: Rule) -> String {
    var emitter = TOMLEmitter()
    if !rule.metadata.isEmpty { emitter.table("metadata", rule.metadata) }
    emitter.table("rule", tomlForm(rule))
    for (name, table) in [("transform", rule.transform), ("investigation", rule.investigation)]
    where !table.isEmpty {
      emitter.table(name, table)
    }
    return emitter.text
  }

  private static func tomlForm(_ rule: Rule) -> JSONObject {
    var fields = rule.fields
    guard let terms = fields["new_terms_fields"], let start = fields["history_window_start"] else {
      return fields
    }
    fields["new_terms_fields"] = nil
    fields["history_window_start"] = nil
    fields["new_terms"] = [
      "field": "new_terms_fields", "value": terms,
      "history_window_start": [["field": "history_window_start", "value": start]],
    ]
    return fields
  }
}
