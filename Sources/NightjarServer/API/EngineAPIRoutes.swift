import Engine
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Query
import Storage

/// Our own API of runs, gaps, versions of rules, and hunting in events.
struct EngineAPIRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/api/nightjar/runs") { request, context in try await runs(request, context) }
    router.get("/api/nightjar/gaps") { request, context in try await gaps(request, context) }
    router.post("/api/nightjar/rules/:id/_run") { _, context in try await run(context) }
    router.post("/api/nightjar/rules/:id/_backfill") { request, context in try await backfill(request, context) }
    router.get("/api/nightjar/rules/:id/versions") { _, context in try await versions(context) }
    router.post("/api/nightjar/rules/:id/_revert") { request, context in try await revert(request, context) }
    router.get("/api/nightjar/exceptions/hits") { _, context in try await hits(context) }
    router.get("/api/nightjar/events") { request, context in try await events(request, context) }
    router.get("/api/nightjar/events/_histogram") { request, context in try await histogram(request, context) }
    router.get("/api/nightjar/events/_top") { request, context in try await top(request, context) }
  }

  private func runs(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let rule = request.parameters["rule"]
    let limit = try AlertQuery.number(request.parameters, "limit", 100, 1...1000)
    let runs = try await services.store.asyncRead { try $0.runs(rule: rule, limit: limit) }
    return .json(["runs": .array(runs.map(Self.shown))])
  }

  private static func shown(_ run: RuleExecution) -> JSON {
    [
      "rule_id": .string(run.rule), "version": .number(JSONNumber(run.version)), "kind": .string(run.kind.rawValue),
      "started": .string(run.started.description), "finished": run.finished.map { .string($0.description) } ?? .null,
      "from": .string(run.period.lowerBound.description), "to": .string(run.period.upperBound.description),
      "status": .string(run.status.rawValue), "candidates": .number(JSONNumber(run.counts.candidates)),
      "events": .number(JSONNumber(run.counts.events)), "alerts": .number(JSONNumber(run.counts.alerts)),
      "suppressed": .number(JSONNumber(run.counts.suppressed)), "postponed": .number(JSONNumber(run.counts.postponed)),
      "expected": .number(JSONNumber(run.counts.expected)), "warnings": .array(run.warnings.map { .string($0) }),
      "error": run.error.map { .string($0) } ?? .null,
    ]
  }

  private func gaps(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let rule = request.parameters["rule"]
    let gaps = try await services.store.asyncRead { try $0.gaps(rule: rule) }
    return .json([
      "gaps": .array(
        gaps.map { gap in
          [
            "id": .number(JSONNumber(Int(gap.id))), "rule_id": .string(gap.rule),
            "from": .string(gap.period.lowerBound.description), "to": .string(gap.period.upperBound.description),
            "status": .string(gap.status.rawValue), "filled_ms": .number(JSONNumber(gap.filledMilliseconds)),
            "found": .string(gap.found.description), "error": gap.error.map { .string($0) } ?? .null,
          ]
        })
    ])
  }

  private func run(_ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let rule = try context.parameters.require("id")
    try await services.store.asyncWrite { writer in
      try writer.audit(action: "rule.run", subject: rule, actor: actor)
    }
    guard let report = try await services.engine.scheduler.runNow(rule) else {
      throw APIFailure.conflict("the rule [\(rule)] is not there, is switched off, does not run, or runs already")
    }
    return .json([
      "runs": .number(JSONNumber(report.runs)), "alerts": .number(JSONNumber(report.alerts)),
      "failures": .number(JSONNumber(report.failures)),
    ])
  }

  private func backfill(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let rule = try context.parameters.require("id")
    let body = try await request.json(limit: services.options.maximumBody)
    guard let from = body?["from"]?.string.flatMap({ Timestamp($0) }),
      let to = body?["to"]?.string.flatMap({ Timestamp($0) }), from < to
    else { throw APIFailure.bad("from and to must be times, from before to") }
    do {
      return .json(Self.shown(try await services.engine.backfill(rule, over: from...to, by: actor)))
    } catch {
      throw ServerServices.translated(error)
    }
  }

  private func versions(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let rule = try context.parameters.require("id")
    let versions = try await services.store.asyncRead { try $0.ruleVersions(rule) }
    guard !versions.isEmpty else { throw APIFailure.missing("there is no rule [\(rule)]") }
    return .json([
      "versions": .array(
        versions.map { version in
          [
            "id": .number(JSONNumber(Int(version.id))), "hash": .string(version.hash), "text": .string(version.text),
            "format": .string(version.format), "source": version.source.map { .string($0) } ?? .null,
            "changed_at": .string(version.changedAt.description), "changed_by": .string(version.changedBy),
            "enabled": .bool(version.isEnabled), "current": .bool(version.isCurrent), "deleted": .bool(version.isDeleted),
          ]
        })
    ])
  }

  private func revert(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let rule = try context.parameters.require("id")
    guard let version = try await request.json(limit: services.options.maximumBody)?["version"]?.integer else {
      throw APIFailure.bad("version must be the number of a version")
    }
    let engine = services.engine
    try await services.blocking { try engine.rules.revert(rule, to: Int64(version), by: actor) }
    return .json(["rule_id": .string(rule), "version": .number(JSONNumber(version))])
  }

  private func hits(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let hits = try await services.store.asyncRead { try $0.expectedHits() }
    return .json([
      "hits": .array(
        hits.map { hit in
          [
            "exception": .string(hit.exception), "rule_id": .string(hit.rule), "count": .number(JSONNumber(hit.count)),
            "last": .string(hit.last.description),
          ]
        })
    ])
  }

  // MARK: Events

  private func selection(_ request: Request, _ context: ServerContext) throws -> (Expression, EventSelection) {
    try context.require(.read)
    let now = services.now()
    let condition = try AlertQuery.condition(request.parameters["query"] ?? "", types: services.types, now: now)
    let period = try AlertQuery.period(request.parameters, now: now)
    return (condition, EventSelection(time: period, order: .timeDescending, types: services.types))
  }

  private func events(_ request: Request, _ context: ServerContext) async throws -> Response {
    var (condition, selection) = try selection(request, context)
    let page = try Page(request.parameters, standard: 50)
    guard page.offset + page.size <= SearchRequest.maximumWindow else {
      throw APIFailure.bad("only the first \(SearchRequest.maximumWindow) events can be reached; narrow the time")
    }
    selection.limit = page.offset + page.size
    let chosen = selection
    let hits = try await services.store.asyncRead { [condition] reader in
      var hits: [JSON] = []
      var count = 0
      try reader.search(condition, chosen) { found in
        count += 1
        if count > page.offset { hits.append(.object(found.hit())) }
        return true
      }
      return hits
    }
    return .json([
      "page": .number(JSONNumber(page.number)), "per_page": .number(JSONNumber(page.size)), "events": .array(hits),
    ])
  }

  private func histogram(_ request: Request, _ context: ServerContext) async throws -> Response {
    let (condition, selection) = try selection(request, context)
    let seconds = try AlertQuery.number(request.parameters, "interval", 3600, 1...31_536_000)
    let bars = try await services.store.asyncRead { reader in
      try reader.histogram(condition, interval: Int64(seconds) * 1_000_000_000, selection)
    }
    guard bars.count <= 10_000 else { throw APIFailure.bad("the interval makes more than 10000 bars; take a longer one") }
    return .json([
      "bars": .array(bars.map { ["start": .string($0.start.description), "count": .number(JSONNumber($0.count))] })
    ])
  }

  private func top(_ request: Request, _ context: ServerContext) async throws -> Response {
    let (condition, selection) = try selection(request, context)
    guard let field = request.parameters["field"], !field.isEmpty else { throw APIFailure.bad("field is needed") }
    let limit = try AlertQuery.number(request.parameters, "limit", 10, 1...1000)
    let top = try await services.store.asyncRead { reader in
      try reader.topValues(of: field, condition, limit: limit, selection)
    }
    return .json([
      "values": .array(top.values.map { ["value": .string($0.text), "count": .number(JSONNumber($0.count))] }),
      "missing": .number(JSONNumber(top.missing)), "uncounted": .number(JSONNumber(top.uncounted)),
    ])
  }
}
