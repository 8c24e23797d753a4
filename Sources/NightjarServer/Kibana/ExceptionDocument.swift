import Events
import Foundation
import OrderedCollections
import Rules

/// Exception lists and their items as they are sent to Kibana's API.
enum ExceptionDocument {
  private static let listTypes = ["detection", "rule_default", "endpoint"]

  /// A new list, with what the server gives it.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func list(_ body: JSONObject, old: JSONObject? = nil, actor: String, now: Timestamp) throws(APIFailure)
    -> JSONObject
  {
    var list = completed(body, old, key: "list_id", actor: actor, now: now)
    guard list["name"]?.string?.isEmpty == false, list["description"]?.string != nil else {
      throw .bad("[request body]: name and description are required")
    }
    guard let type = list["type"]?.string, listTypes.contains(type) else {
      throw .bad("[request body]: type: expected one of \(listTypes.joined(separator: ", "))")
    }
    list["namespace_type"] = list["namespace_type"] ?? "single"
    list["immutable"] = false
    return list
  }

  /// A new item, with what the server gives it.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  static func item(_ body: JSONObject, old: JSONObject? = nil, actor: String, now: Timestamp) throws(APIFailure)
    -> JSONObject
  {
    var item = completed(body, old, key: "item_id", actor: actor, now: now)
    item["list_id"] = item["list_id"] ?? old?["list_id"]
    item["type"] = item["type"] ?? "simple"
    item["namespace_type"] = item["namespace_type"] ?? "single"
    item["comments"] = .array(
      (item["comments"]?.array ?? []).map { comment in
        var members = comment.object ?? [:]
        if members["created_by"] == nil {
          members["created_by"] = .string(actor)
          members["created_at"] = .string(now.description)
          members["id"] = .string(UUID().uuidString.lowercased())
        }
        return .object(members)
      })
    let problems = ExceptionLoader.read(lists: [], items: [item], valueLists: [], path: "request").problems
    if let problem = problems.first {
      throw .bad("[request body]: \(problem.field.map { "\($0): " } ?? "")\(problem.message)")
    }
    return item
  }

  private static func completed(
    _ body: JSONObject, _ old: JSONObject?, key: String, actor: String, now: Timestamp
  ) -> JSONObject {
    var document = body
    let time = JSON.string(now.description)
    document[key] = old?[key] ?? body[key] ?? .string(UUID().uuidString.lowercased())
    document["id"] = old?["id"] ?? .string(UUID().uuidString.lowercased())
    document["created_at"] = old?["created_at"] ?? time
    document["created_by"] = old?["created_by"] ?? .string(actor)
    document["updated_at"] = time
    document["updated_by"] = .string(actor)
    document["os_types"] = document["os_types"] ?? []
    document["tags"] = document["tags"] ?? []
    document["version"] = .number(JSONNumber((old?["version"]?.integer ?? 0) + 1))
    document["tie_breaker_id"] = old?["tie_breaker_id"] ?? .string(UUID().uuidString.lowercased())
    document["_version"] = document["version"].map { .string("v\($0.integer ?? 1)") }
    return document
  }
}
