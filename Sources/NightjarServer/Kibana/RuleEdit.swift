import Events
import OrderedCollections
import Rules

/// One edit of a bulk action.
struct RuleEdit {
  private let kind: String
  private let value: JSON

  private static let kinds: Set<String> = [
    "add_tags", "delete_tags", "set_tags", "add_index_patterns", "delete_index_patterns", "set_index_patterns",
    "add_investigation_fields", "delete_investigation_fields", "set_investigation_fields", "set_timeline",
    "set_schedule", "add_rule_actions", "set_rule_actions", "set_alert_suppression", "delete_alert_suppression",
  ]

  /// Reads an edit.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  init(_ json: JSON) throws(APIFailure) {
    guard let kind = json["type"]?.string, Self.kinds.contains(kind) else {
      throw .bad("[request body]: edit: type: expected one of \(Self.kinds.sorted().joined(separator: ", "))")
    }
    self.kind = kind
    value = json["value"] ?? .null
    guard kind == "delete_alert_suppression" || value != .null else { throw .bad("[request body]: edit: value: Required") }
  }

  /// Changes the members of a rule.
  ///
  /// - Throws: `APIFailure` when the rule's type cannot have the change, or the value is wrong.
  func apply(to fields: inout JSONObject, type: RuleType) throws(APIFailure) {
    switch kind {
    case "add_tags", "delete_tags", "set_tags":
      fields["tags"] = .array(changed(fields["tags"]?.array ?? [], try texts()))
    case "add_index_patterns", "delete_index_patterns", "set_index_patterns":
      guard type != .machineLearning, type != .esql else {
        throw .bad("Index patterns can't be added. \(type.rawValue) rule doesn't have index patterns property")
      }
      let patterns = changed(fields["index"]?.array ?? [], try texts())
      guard !patterns.isEmpty else { throw .bad("Mutated params invalid: Index patterns can't be empty") }
      fields["index"] = .array(patterns)
    case "add_investigation_fields", "delete_investigation_fields", "set_investigation_fields":
      let new = value["field_names"]?.array ?? []
      let names = changed(fields["investigation_fields"]?["field_names"]?.array ?? [], new)
      fields["investigation_fields"] = names.isEmpty ? nil : ["field_names": .array(names)]
    case "set_timeline":
      fields["timeline_id"] = value["timeline_id"]
      fields["timeline_title"] = value["timeline_title"]
    case "set_schedule": try setSchedule(&fields)
    case "add_rule_actions", "set_rule_actions":
      let old = kind == "add_rule_actions" ? fields["actions"]?.array ?? [] : []
      fields["actions"] = .array(old + (value["actions"]?.array ?? []))
    case "set_alert_suppression": fields["alert_suppression"] = value
    default: fields["alert_suppression"] = nil
    }
  }

  private func texts() throws(APIFailure) -> [JSON] {
    guard let elements = value.array, elements.allSatisfy({ $0.string != nil }) else {
      throw .bad("[request body]: edit: value: Expected an array of strings")
    }
    return elements
  }

  private func changed(_ old: [JSON], _ new: [JSON]) -> [JSON] {
    if kind.hasPrefix("set_") { return new }
    if kind.hasPrefix("delete_") { return old.filter { !new.contains($0) } }
    return old + new.filter { !old.contains($0) }
  }

  /// The interval, and how far a run looks back beyond it.
  private func setSchedule(_ fields: inout JSONObject) throws(APIFailure) {
    guard let interval = value["interval"]?.string, let lookback = value["lookback"]?.string,
      let length = Schedule.nanoseconds(interval), let further = Schedule.nanoseconds(lookback), length > 0
    else { throw .bad("[request body]: edit: value: interval and lookback must be lengths such as 5m") }
    fields["interval"] = .string(interval)
    fields["from"] = .string("now-\((length + further) / 1_000_000_000)s")
    fields["to"] = "now"
  }
}
