import Engine
import Events
import Foundation
import HTTPTypes
import OrderedCollections
import Rules
import Storage

/// One action on many rules.
struct RuleBulkAction {
  private let body: JSONObject
  private let action: String
  private let isDryRun: Bool
  private let actor: String
  private let now: Timestamp
  private var updated: [JSON] = []
  private var created: [JSON] = []
  private var deleted: [JSON] = []
  private var skipped: [JSON] = []
  private var errors: [(message: String, status: Int, rule: Rule)] = []
  private var missing: [String] = []

  static let actions = ["enable", "disable", "delete", "duplicate", "export", "edit", "run", "fill_gaps"]

  /// Reads a request.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  init(_ body: JSONObject, isDryRun: Bool, actor: String, now: Timestamp) throws(APIFailure) {
    guard let action = body["action"]?.string, Self.actions.contains(action) else {
      throw .bad(
        "[request body]: action: Invalid literal value, expected one of \(Self.actions.joined(separator: ", "))")
    }
    guard body["ids"] == nil || body["query"] == nil else {
      throw .bad("Both query and ids are sent. Define either ids or query in request payload.")
    }
    self.body = body
    self.action = action
    self.isDryRun = isDryRun
    self.actor = actor
    self.now = now
  }

  /// Whether the rules are to be exported.
  var isExport: Bool { action == "export" }

  /// The rules that the action is for.
  ///
  /// - Throws: `APIFailure` when the query is wrong.
  mutating func rules(_ catalog: RuleCatalog) throws(APIFailure) -> [Rule] {
    guard let ids = body["ids"]?.array else {
      return try catalog.filtered(body["query"]?.string, now: now)
    }
    guard (1...10_000).contains(ids.count) else { throw .bad("[request body]: ids: must have 1 to 10000 elements") }
    var rules: [Rule] = []
    for id in ids.compactMap(\.string) {
      if let rule = catalog.rule(id: id, ruleID: nil) { rules.append(rule) } else { missing.append(id) }
    }
    return rules
  }

  /// Carries the action out.
  ///
  /// - Returns: The answer, and its status.
  /// - Throws: `StoreError`, `APIFailure` when an edit is wrong.
  mutating func run(_ engine: Engine) throws -> (status: Int, body: JSONObject) {
    let catalog = try RuleCatalog(engine)
    let rules = try rules(catalog)
    switch action {
    case "enable", "disable": try setEnabled(rules, action == "enable", engine)
    case "delete": try delete(rules, engine, catalog)
    case "duplicate": try duplicate(rules, engine)
    case "edit": try edit(rules, engine, catalog)
    default: throw APIFailure.bad("the action [\(action)] is not possible here")
    }
    return answer(total: rules.count + missing.count)
  }

  private mutating func setEnabled(_ rules: [Rule], _ isEnabled: Bool, _ engine: Engine) throws {
    if !isDryRun, !rules.isEmpty { try engine.rules.setEnabled(rules.map(\.ruleID), isEnabled, by: actor) }
    let catalog = try RuleCatalog(engine)
    updated = rules.map { .object(catalog.shown($0)) }
  }

  private mutating func delete(_ rules: [Rule], _ engine: Engine, _ catalog: RuleCatalog) throws {
    for rule in rules {
      guard rule.source.path.hasPrefix("store") else {
        let message = "the rule comes from \(rule.source.path): remove it there, or switch it off"
        errors.append((message, 409, rule))
        continue
      }
      if !isDryRun { try engine.rules.remove([rule.ruleID], by: actor) }
      deleted.append(.object(catalog.shown(rule)))
    }
  }

  private mutating func duplicate(_ rules: [Rule], _ engine: Engine) throws {
    let withExceptions = body["duplicate"]?["include_exceptions"]?.bool ?? false
    var copies: [(rule: Rule, isEnabled: Bool?)] = []
    for rule in rules {
      var fields = rule.fields
      fields["name"] = .string("\(rule.name) [Duplicate]")
      for key in ["id", "rule_id", "created_at", "created_by", "updated_at", "updated_by", "revision", "version", "execution_summary"] {
        fields[key] = nil
      }
      fields["immutable"] = false
      fields["rule_source"] = ["type": "internal"]
      fields["enabled"] = false
      if !withExceptions { fields["exceptions_list"] = [] }
      copies.append((try RuleBody.created(fields, actor: actor, now: now), false))
    }
    if !isDryRun { try engine.rules.putAll(copies, by: actor) }
    let catalog = try RuleCatalog(engine)
    created = copies.map { .object(catalog.shown($0.rule)) }
  }

  private mutating func edit(_ rules: [Rule], _ engine: Engine, _ catalog: RuleCatalog) throws {
    guard let operations = body["edit"]?.array, !operations.isEmpty else {
      throw APIFailure.bad("[request body]: edit: Required")
    }
    let edits = try operations.map { try RuleEdit($0) }
    var changed: [(rule: Rule, isEnabled: Bool?)] = []
    for rule in rules {
      do throws(APIFailure) {
        let old = catalog.shown(rule, withSummary: false)
        var fields = rule.fields
        for edit in edits { try edit.apply(to: &fields, type: rule.type) }
        let new = try RuleBody.replaced(rule, with: fields, actor: actor, now: now)
        if JSON.object(new.fields.filter { !RuleBulkAction.bookkeeping.contains($0.key) })
          .isEqualIgnoringOrder(.object(rule.fields.filter { !RuleBulkAction.bookkeeping.contains($0.key) }))
        {
          skipped.append(["id": old["id"] ?? .null, "name": .string(rule.name), "skip_reason": "RULE_NOT_MODIFIED"])
        } else {
          changed.append((new, nil))
        }
      } catch {
        errors.append((error.reason, error.status.code, rule))
      }
    }
    if !isDryRun, !changed.isEmpty { try engine.rules.putAll(changed, by: actor) }
    let after = try RuleCatalog(engine)
    updated = changed.map { .object(after.shown(after.edition.rule($0.rule.ruleID) ?? $0.rule)) }
  }

  private static let bookkeeping: Set<String> = [
    "id", "revision", "updated_at", "updated_by", "created_at", "created_by", "version",
  ]

  private func answer(total: Int) -> (status: Int, body: JSONObject) {
    let failed = errors.count + missing.count
    let succeeded = updated.count + created.count + deleted.count
    var attributes: JSONObject = [
      "results": [
        "updated": .array(updated), "created": .array(created), "deleted": .array(deleted), "skipped": .array(skipped),
      ],
      "summary": [
        "failed": .number(JSONNumber(failed)), "skipped": .number(JSONNumber(skipped.count)),
        "succeeded": .number(JSONNumber(succeeded)), "total": .number(JSONNumber(total)),
      ],
    ]
    guard failed > 0 else {
      return (200, ["success": true, "rules_count": .number(JSONNumber(total)), "attributes": .object(attributes)])
    }
    attributes["errors"] = .array(
      errors.map { error in
        [
          "message": .string(error.message), "status_code": .number(JSONNumber(error.status)),
          "rules": [["id": .string(RuleCatalog.objectID(error.rule)), "name": .string(error.rule.name)]],
        ]
      } + missing.map { ["message": "Rule not found", "status_code": 404, "rules": [["id": .string($0)]]] })
    return (
      500,
      [
        "status_code": 500, "statusCode": 500, "error": "Internal Server Error",
        "message": succeeded > 0 ? "Bulk edit partially failed" : "Bulk edit failed", "attributes": .object(attributes),
      ]
    )
  }
}
