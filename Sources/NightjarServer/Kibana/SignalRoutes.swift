import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Query
import Storage

/// Kibana's API of alerts: searching them and working on them.
struct SignalRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.post("/api/detection_engine/signals/search") { request, context in try await search(request, context) }
    router.post("/api/detection_engine/signals/status") { request, context in try await status(request, context) }
    router.post("/api/detection_engine/signals/tags") { request, context in try await tags(request, context) }
    router.post("/api/detection_engine/signals/assignees") { request, context in
      try await assignees(request, context)
    }
  }

  private func body(_ request: Request) async throws -> JSONObject {
    guard let body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("[request body]: Expected object")
    }
    return body
  }

  private func search(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let types = services.types
    let now = services.now()
    let search = try SearchRequest(
      .object(try await body(request)), parameters: request.parameters, types: types, now: now)
    let target = try SearchTarget(IndexName.alerts)
    return .json(
      try await services.store.asyncRead { reader in
        try SearchRunner(reader: reader, types: types, now: now).run(search, target)
      })
  }

  private func status(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.workAlerts).actor
    let body = try await body(request)
    let update = try AlertWork.update(status: body["status"]?.string, reason: body["reason"]?.string ?? "other")
    let ids = body["signal_ids"]?.array?.compactMap(\.string)
    guard ids != nil || body["query"] != nil else {
      throw APIFailure.bad("[request body]: signal_ids or query is required")
    }
    let condition = try body["query"].map { try QueryDSL.expression($0, types: services.types, now: services.now()) }
    let work = AlertWork(types: services.types, actor: actor)
    let (total, changed) = try await services.store.asyncWrite { writer in
      let all = try ids ?? work.alerts(condition ?? .none, writer)
      return (all.count, try work.apply([update], to: all, writer))
    }
    services.announce(changed)
    return .json(Self.answer(total: total, updated: changed.count))
  }

  private func tags(_ request: Request, _ context: ServerContext) async throws -> Response {
    let body = try await body(request)
    func list(_ key: String) -> [String] { body["tags"]?[key]?.array?.compactMap(\.string) ?? [] }
    return try await change(
      body, context, [.addTags(list("tags_to_add")), .removeTags(list("tags_to_remove"))],
      overlap: Set(list("tags_to_add")).intersection(list("tags_to_remove")))
  }

  private func assignees(_ request: Request, _ context: ServerContext) async throws -> Response {
    let body = try await body(request)
    func list(_ key: String) -> [String] { body["assignees"]?[key]?.array?.compactMap(\.string) ?? [] }
    return try await change(
      body, context, [.addAssignees(list("add")), .removeAssignees(list("remove"))],
      overlap: Set(list("add")).intersection(list("remove")))
  }

  private func change(
    _ body: JSONObject, _ context: ServerContext, _ updates: [AlertUpdate], overlap: Set<String>
  ) async throws -> Response {
    let actor = try context.require(.workAlerts).actor
    guard let ids = body["ids"]?.array?.compactMap(\.string), !ids.isEmpty else {
      throw APIFailure.bad("[request body]: ids: No alert ids were provided")
    }
    guard overlap.isEmpty else {
      throw APIFailure.bad("Duplicate values \(overlap.sorted()) were found in what is added and removed")
    }
    let work = AlertWork(types: services.types, actor: actor)
    let changed = try await services.store.asyncWrite { writer in try work.apply(updates, to: ids, writer) }
    services.announce(changed)
    return .json(Self.answer(total: ids.count, updated: changed.count))
  }

  private static func answer(total: Int, updated: Int) -> JSONObject {
    [
      "took": 0, "timed_out": false, "total": .number(JSONNumber(total)), "updated": .number(JSONNumber(updated)),
      "deleted": 0, "batches": 1, "version_conflicts": 0, "noops": .number(JSONNumber(total - updated)),
      "retries": ["bulk": 0, "search": 0], "throttled_millis": 0, "requests_per_second": -1,
      "throttled_until_millis": 0, "failures": [],
    ]
  }
}
