import Events
import Foundation
import OrderedCollections
import Rules

/// Rules as they are sent to Kibana's API.
enum RuleBody {
  /// A new rule, with what the server gives it.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func created(_ body: JSONObject, actor: String, now: Timestamp) throws(APIFailure) -> Rule {
    var fields = body
    if fields["rule_id"] == nil { fields["rule_id"] = .string(UUID().uuidString.lowercased()) }
    if fields["id"] == nil { fields["id"] = .string(UUID().uuidString.lowercased()) }
    let time = JSON.string(now.description)
    let standard: JSONObject = [
      "created_at": time, "created_by": .string(actor), "updated_at": time, "updated_by": .string(actor), "revision": 0,
      "version": 1, "enabled": false, "immutable": false, "rule_source": ["type": "internal"],
    ]
    for (key, value) in standard where fields[key] == nil { fields[key] = value }
    return try rule(fields)
  }

  /// A rule whose content is exchanged; it stays the same rule.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func replaced(_ old: Rule, with body: JSONObject, actor: String, now: Timestamp) throws(APIFailure) -> Rule {
    var fields = body
    for key in ["id", "created_at", "created_by", "immutable", "rule_source"] { fields[key] = old.fields[key] ?? fields[key] }
    fields["id"] = .string(RuleCatalog.objectID(old))
    fields["rule_id"] = .string(old.ruleID)
    fields["version"] = fields["version"] ?? old.fields["version"] ?? 1
    fields["revision"] = .number(JSONNumber((old.fields["revision"]?.integer ?? 0) + 1))
    fields["updated_at"] = .string(now.description)
    fields["updated_by"] = .string(actor)
    fields["execution_summary"] = nil
    return try rule(fields, transform: old)
  }

  /// A rule of which some members change; `null` takes a member away.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func patched(_ old: Rule, with body: JSONObject, actor: String, now: Timestamp) throws(APIFailure) -> Rule {
    var fields = old.fields
    for (key, value) in body where !["id", "rule_id"].contains(key) {
      fields[key] = value == .null ? nil : value
    }
    return try replaced(old, with: fields, actor: actor, now: now)
  }

  /// A rule of its members.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func rule(_ fields: JSONObject, transform old: Rule? = nil) throws(APIFailure) -> Rule {
    var stored: JSONObject = ["rule": .object(fields)]
    if let old {
      for (name, table) in [
        ("metadata", old.metadata), ("transform", old.transform), ("investigation", old.investigation),
      ] where !table.isEmpty { stored[name] = .object(table) }
    }
    do throws(RuleError) {
      return try Rule(stored: stored, source: RuleSource(path: "store"))
    } catch {
      let field = error.field.map { "\($0): " } ?? ""
      throw .bad("[request body]: \(field)\(error.message)")
    }
  }
}
