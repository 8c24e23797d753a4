import Crypto
import Engine
import Events
import Foundation
import OrderedCollections
import Query
import Rules
import Storage

/// The rules as Kibana's API shows them.
struct RuleCatalog {
  let edition: Edition
  private let versions: [String: RuleVersion]
  private let runs: [String: RuleExecution]

  /// The rules of the moment.
  ///
  /// - Throws: `StoreError`.
  init(_ engine: Engine) throws {
    edition = engine.rules.edition
    let ids = edition.rules.map(\.ruleID)
    (versions, runs) = try engine.store.read { reader in
      let versions = try reader.currentRules().map { ($0.rule, $0) }
      let runs = try ids.compactMap { id in try reader.runs(rule: id, limit: 1).first.map { (id, $0) } }
      return (
        Dictionary(versions, uniquingKeysWith: { $1 }), Dictionary(runs, uniquingKeysWith: { $1 })
      )
    }
  }

  /// The identifier of a rule's object in Kibana: the one that it came with, or one that follows from the rule's own.
  static func objectID(_ rule: Rule) -> String {
    if let id = rule.fields["id"]?.string { return id }
    let hash = Array(SHA256.hash(data: Data("rule:\(rule.ruleID)".utf8)).prefix(16))
    let digits = hash.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
    let ends = [8, 12, 16, 20, 32]
    return zip([0] + ends, ends).map { String(digits.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
  }

  /// The rule with an identifier of either kind; nil when there is none.
  func rule(id: String?, ruleID: String?) -> Rule? {
    if let ruleID { return edition.rule(ruleID) }
    guard let id else { return nil }
    return edition.rules.first { Self.objectID($0) == id }
  }

  /// A rule as the API shows it.
  func shown(_ rule: Rule, withSummary: Bool = true) -> JSONObject {
    var shown = RuleWriter.apiObject(rule).object ?? [:]
    let version = versions[rule.ruleID]
    let changed = version?.changedAt.description ?? "1970-01-01T00:00:00.000Z"
    let actor = version?.changedBy ?? "nightjar"
    let isOurs = rule.source.path.hasPrefix("store")
    let standard: JSONObject = [
      "id": .string(Self.objectID(rule)), "created_at": .string(changed), "created_by": .string(actor),
      "updated_at": .string(changed), "updated_by": .string(actor),
    ]
    for (key, value) in standard where shown[key] == nil { shown[key] = value }
    shown["enabled"] = .bool(edition.enabled.contains(rule.ruleID))
    if !isOurs { shown["immutable"] = .bool(rule.source.path.hasPrefix("builtin")) }
    shown["execution_summary"] = withSummary ? runs[rule.ruleID].flatMap(Self.summary) : nil
    return shown
  }

  private static func summary(_ run: RuleExecution) -> JSON? {
    guard let finished = run.finished else { return nil }
    let status =
      switch run.status {
      case .running: "running"
      case .succeeded: "succeeded"
      case .partialFailure: "partial failure"
      case .failed: "failed"
      }
    return [
      "last_execution": [
        "date": .string(finished.description), "status": .string(status), "status_order": 0,
        "message": .string(run.error ?? run.warnings.first ?? ""), "metrics": [:],
      ]
    ]
  }

  // MARK: Finding

  /// The rules that a KQL filter over `alert.attributes` finds, in the order of the edition.
  ///
  /// - Throws: `APIFailure` when the filter is wrong.
  func filtered(_ filter: String?, now: Timestamp) throws(APIFailure) -> [Rule] {
    guard let filter, !filter.allSatisfy(\.isWhitespace) else { return edition.rules }
    // Names are analysed text in Kibana, and exact under the name of the sub-field.
    let query = filter.replacing("alert.attributes.name:", with: "alert.attributes.name.text:")
    var builder = ProgramBuilder()
    do {
      _ = builder.add(try KQLCompiler(now: now).compile(try KQLParser.parse(query)), onRequest: true)
    } catch {
      throw .bad("\(error)")
    }
    let program = builder.build()
    let matcher = Matcher(program: program)
    let source = DocumentSource(catalog: program.catalog)
    return edition.rules.filter { rule in
      source.move(to: attributes(rule))
      return matcher.matches(query: 0, source)
    }
  }

  private func attributes(_ rule: Rule) -> JSONObject {
    var found: JSONObject = [:]
    for (key, value) in shown(rule, withSummary: false) {
      // Kibana keeps the parameters of a rule under names in camel case.
      let parts = key.split(separator: "_").enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }
      found["alert.attributes.params.\(parts.joined())"] = value
      found["alert.attributes.\(key)"] = value
      found["alert.attributes.\(parts.joined())"] = value
    }
    found["alert.id"] = .string("alert:\(Self.objectID(rule))")
    found["alert.attributes.name.text"] = .string(rule.name)
    found["alert.attributes.name.keyword"] = .string(rule.name)
    found["alert.attributes.params.ruleType"] = .string(rule.type.rawValue)
    return found
  }

  /// Rules in the order of a field.
  ///
  /// - Throws: `APIFailure` for a field that rules cannot be ordered by.
  func sorted(_ rules: [Rule], by field: String?, isDescending: Bool) throws(APIFailure) -> [Rule] {
    guard let field else { return rules }
    let names = [
      "name": "name", "enabled": "enabled", "risk_score": "risk_score", "riskScore": "risk_score",
      "severity": "severity", "created_at": "created_at", "createdAt": "created_at", "updated_at": "updated_at",
      "updatedAt": "updated_at",
    ]
    guard let name = names[field] else {
      throw .bad("[request query]: sort_field: Invalid enum value. Expected one of \(names.keys.sorted().joined(separator: ", "))")
    }
    let keyed = rules.map { ($0, shown($0, withSummary: false)[name] ?? .null) }
    return keyed.enumerated().sorted { left, right in
      let (a, b) = (Self.rank(left.element.1, name), Self.rank(right.element.1, name))
      if a == b { return left.offset < right.offset }
      return SortKey.precedes(a, b) != isDescending
    }.map(\.element.0)
  }

  private static func rank(_ value: JSON, _ name: String) -> JSON {
    guard name == "severity", let text = value.string else {
      return value.string.map { .string($0.lowercased()) } ?? value
    }
    return .number(JSONNumber(["low", "medium", "high", "critical"].firstIndex(of: text) ?? -1))
  }
}
