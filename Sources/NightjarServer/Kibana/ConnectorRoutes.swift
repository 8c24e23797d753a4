import Events
import Foundation
import HTTPTypes
import Hummingbird
import OrderedCollections
import Storage

/// Kibana's connectors. They are kept so that rules which name them come and go without loss; people are told through the
/// sinks of the configuration. Secrets of connectors are not kept.
struct ConnectorRoutes: RouteGroup {
  static let setting = "connectors"

  let services: ServerServices

  private static let types = [
    ".email", ".slack", ".slack_api", ".webhook", ".pagerduty", ".index", ".server-log", ".jira", ".servicenow",
    ".teams", ".opsgenie",
  ]

  func add(to router: Router<ServerContext>) {
    router.get("/api/actions/connectors") { _, context in try await list(context) }
    router.get("/api/actions/connector_types") { _, context in
      try context.require(.read)
      return Response.json(.array(Self.types.map { Self.type($0) }))
    }
    router.get("/api/actions/connector/:id") { _, context in try await read(context) }
    router.post("/api/actions/connector") { request, context in try await write(request, context, id: nil) }
    router.post("/api/actions/connector/:id") { request, context in
      try await write(request, context, id: context.parameters.require("id"))
    }
    router.put("/api/actions/connector/:id") { request, context in
      try await write(request, context, id: context.parameters.require("id"), mustExist: true)
    }
    router.delete("/api/actions/connector/:id") { _, context in try await remove(context) }
  }

  private static func type(_ id: String) -> JSON {
    [
      "id": .string(id), "name": .string(String(id.dropFirst())), "enabled": true, "enabled_in_config": true,
      "enabled_in_license": true, "minimum_license_required": "basic", "supported_feature_ids": ["siem"],
      "is_system_action_type": false,
    ]
  }

  private static func shown(_ id: String, _ document: JSON) -> JSON {
    let attributes = document["attributes"]
    return [
      "id": .string(id), "name": attributes?["name"] ?? "", "connector_type_id": attributes?["actionTypeId"] ?? "",
      "config": attributes?["config"] ?? [:], "is_preconfigured": false, "is_deprecated": false,
      "is_system_action": false, "is_missing_secrets": true, "referenced_by_count": 0,
    ]
  }

  private func all() async throws -> JSONObject {
    try await services.store.asyncRead { try $0.setting(Self.setting)?.object ?? [:] }
  }

  private func list(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    return .json(.array(try await all().map { Self.shown($0.key, $0.value) }))
  }

  private func read(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let id = try context.parameters.require("id")
    guard let document = try await all()[id] else { throw Self.missing(id) }
    return .json(Self.shown(id, document))
  }

  private static func missing(_ id: String) -> APIFailure { .missing("Saved object [action/\(id)] not found") }

  private func write(
    _ request: Request, _ context: ServerContext, id: String?, mustExist: Bool = false
  ) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let body = try await request.json(limit: services.options.maximumBody)
    let id = id ?? UUID().uuidString.lowercased()
    guard let name = body?["name"]?.string, !name.isEmpty, id.utf8.count <= 200 else {
      throw APIFailure.bad("[request body.name]: expected value of type [string]")
    }
    let type = body?["connector_type_id"]
    let config = body?["config"] ?? [:]
    let document = try await services.store.asyncWrite { writer -> JSON in
      var all = try writer.setting(Self.setting)?.object ?? [:]
      if mustExist, all[id] == nil { throw Self.missing(id) }
      if !mustExist, all[id] != nil { throw APIFailure.conflict("a connector [\(id)] exists already") }
      guard let type = type ?? all[id]?["attributes"]?["actionTypeId"], type.string != nil else {
        throw APIFailure.bad("[request body.connector_type_id]: expected value of type [string]")
      }
      let document: JSON = [
        "id": .string(id), "type": "action",
        "attributes": [
          "actionTypeId": type, "name": .string(name), "isMissingSecrets": true, "config": config, "secrets": [:],
        ],
        "references": [],
      ]
      all[id] = document
      try writer.setSetting(Self.setting, to: .object(all))
      try writer.audit(action: mustExist ? "connector.changed" : "connector.created", subject: id, actor: actor)
      return document
    }
    return .json(Self.shown(id, document))
  }

  private func remove(_ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let id = try context.parameters.require("id")
    try await services.store.asyncWrite { writer in
      var all = try writer.setting(Self.setting)?.object ?? [:]
      guard all.removeValue(forKey: id) != nil else { throw Self.missing(id) }
      try writer.setSetting(Self.setting, to: .object(all))
      try writer.audit(action: "connector.removed", subject: id, actor: actor)
    }
    return Response(status: .noContent)
  }
}
