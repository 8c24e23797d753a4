import Engine
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Rules
import Storage

/// Kibana's `_bulk_action` on rules.
struct RuleBulkRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.post("/api/detection_engine/rules/_bulk_action") { request, context in try await act(request, context) }
  }

  private func act(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    guard let body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("[request body]: Expected object")
    }
    let isDryRun = request.parameters["dry_run"] == "true"
    let actor = context.identity?.actor ?? ""
    let action = try RuleBulkAction(body, isDryRun: isDryRun, actor: actor, now: services.now())
    let engine = services.engine
    if action.isExport { return try await export(action) }
    try context.require(.writeRules)
    if let run = body["run"] ?? (body["action"] == "run" ? [:] : nil) { return try await self.run(action, run, actor) }
    let (status, answer) = try await services.blocking {
      var work = action
      return try work.run(engine)
    }
    return .json(answer, status: .init(code: status))
  }

  private func export(_ action: RuleBulkAction) async throws -> Response {
    let engine = services.engine
    let bytes = try await services.blocking {
      var work = action
      let catalog = try RuleCatalog(engine)
      return try RuleExport(catalog: catalog, store: engine.store).lines(
        try work.rules(catalog), missing: [], withDetails: true)
    }
    return RuleTransferRoutes.file(bytes, name: "rules_export.ndjson")
  }

  /// Runs rules over a period of the past.
  private func run(_ action: RuleBulkAction, _ period: JSON, _ actor: String) async throws -> Response {
    let now = services.now()
    let end = period["end_date"]?.string.flatMap { Timestamp($0) } ?? now
    guard let start = period["start_date"]?.string.flatMap({ Timestamp($0) }), start < end else {
      throw APIFailure.bad("[request body]: run: start_date must be a time before end_date")
    }
    let engine = services.engine
    let rules = try await services.blocking {
      var work = action
      return try work.rules(try RuleCatalog(engine)).map(\.ruleID)
    }
    for rule in rules {
      do {
        _ = try await engine.backfill(rule, over: start...end, by: actor)
      } catch {
        throw ServerServices.translated(error)
      }
    }
    return .json([
      "success": true, "rules_count": .number(JSONNumber(rules.count)),
      "attributes": [
        "results": ["updated": [], "created": [], "deleted": [], "skipped": []],
        "summary": [
          "failed": 0, "skipped": 0, "succeeded": .number(JSONNumber(rules.count)),
          "total": .number(JSONNumber(rules.count)),
        ],
      ],
    ])
  }
}
