import Engine
import Events
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Rules
import Storage

/// Kibana's API of detection rules.
struct RuleRoutes: RouteGroup {
  let services: ServerServices

  static let path = "/api/detection_engine/rules"

  func add(to router: Router<ServerContext>) {
    let path = RouterPath(Self.path)
    router.get(path) { request, context in try await read(request, context) }
    router.post(path) { request, context in try await create(request, context) }
    router.put(path) { request, context in try await change(request, context, isPatch: false) }
    router.patch(path) { request, context in try await change(request, context, isPatch: true) }
    router.delete(path) { request, context in try await remove(request, context) }
    router.get("/api/detection_engine/rules/_find") { request, context in try await find(request, context) }
    router.post("/api/detection_engine/rules/_bulk_create") { request, context in
      try await bulkCreate(request, context)
    }
    router.get("/api/detection_engine/tags") { _, context in try tags(context) }
    router.put("/api/detection_engine/rules/prepackaged") { _, context in try await prepackaged(context) }
    router.get("/api/detection_engine/rules/prepackaged/_status") { _, context in try prepackagedStatus(context) }
  }

  // MARK: One rule

  private func catalog() async throws -> RuleCatalog {
    let engine = services.engine
    return try await services.blocking { try RuleCatalog(engine) }
  }

  private func body(_ request: Request) async throws -> JSONObject {
    guard let members = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("[request body]: Expected object")
    }
    return members
  }

  private func named(_ id: String?, _ ruleID: String?, _ catalog: RuleCatalog) throws(APIFailure) -> Rule {
    guard id != nil || ruleID != nil else { throw .bad("either \"id\" or \"rule_id\" must be set") }
    if let rule = catalog.rule(id: id, ruleID: ruleID) { return rule }
    throw .missing(ruleID.map { "rule_id: \"\($0)\" not found" } ?? "id: \"\(id ?? "")\" not found")
  }

  private func read(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let catalog = try await catalog()
    let rule = try named(request.parameters["id"], request.parameters["rule_id"], catalog)
    return .json(catalog.shown(rule))
  }

  private func create(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let rule = try RuleBody.created(try await body(request), actor: actor, now: services.now())
    guard services.engine.rules.edition.rule(rule.ruleID) == nil else {
      throw APIFailure.conflict("rule_id: \"\(rule.ruleID)\" already exists")
    }
    return .json(try await store(rule, actor: actor))
  }

  /// Stores a rule and shows it.
  private func store(_ rule: Rule, actor: String) async throws -> JSONObject {
    let engine = services.engine
    return try await services.blocking {
      try engine.rules.putAll([(rule, rule.isEnabled)], by: actor)
      let catalog = try RuleCatalog(engine)
      return catalog.edition.rule(rule.ruleID).map { catalog.shown($0) } ?? [:]
    }
  }

  private func change(_ request: Request, _ context: ServerContext, isPatch: Bool) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let body = try await body(request)
    let catalog = try await catalog()
    let old = try named(body["id"]?.string, body["rule_id"]?.string, catalog)
    let now = services.now()
    var members = body
    // Whether a rule is switched on is kept beside it; who does not say it keeps it.
    members["enabled"] = members["enabled"] ?? .bool(catalog.edition.enabled.contains(old.ruleID))
    let rule =
      isPatch
      ? try RuleBody.patched(old, with: members, actor: actor, now: now)
      : try RuleBody.replaced(old, with: members, actor: actor, now: now)
    return .json(try await store(rule, actor: actor))
  }

  private func remove(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let catalog = try await catalog()
    let rule = try named(request.parameters["id"], request.parameters["rule_id"], catalog)
    let engine = services.engine
    try await services.blocking { try engine.rules.remove([rule.ruleID], by: actor) }
    return .json(catalog.shown(rule))
  }

  // MARK: Many rules

  private func find(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let page = try Page(parameters, standard: 20, maximum: 10_000)
    let catalog = try await catalog()
    let isDescending = parameters["sort_order"] == "desc"
    let found = try catalog.sorted(
      catalog.filtered(parameters["filter"], now: services.now()), by: parameters["sort_field"],
      isDescending: isDescending)
    return .json([
      "page": .number(JSONNumber(page.number)), "perPage": .number(JSONNumber(page.size)),
      "total": .number(JSONNumber(found.count)),
      "data": .array(page.of(found).map { .object(catalog.shown($0)) }),
    ])
  }

  private func bulkCreate(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    guard let bodies = try await request.json(limit: services.options.maximumUpload)?.array, bodies.count <= 10_000 else {
      throw APIFailure.bad("[request body]: Expected array")
    }
    var answers: [JSON] = []
    for body in bodies {
      do {
        let rule = try RuleBody.created(body.object ?? [:], actor: actor, now: services.now())
        guard services.engine.rules.edition.rule(rule.ruleID) == nil else {
          throw APIFailure.conflict("rule_id: \"\(rule.ruleID)\" already exists")
        }
        answers.append(.object(try await store(rule, actor: actor)))
      } catch let failure as APIFailure {
        answers.append([
          "rule_id": body["rule_id"] ?? "(unknown id)",
          "error": ["status_code": .number(JSONNumber(failure.status.code)), "message": .string(failure.reason)],
        ])
      }
    }
    return .json(.array(answers))
  }

  private func tags(_ context: ServerContext) throws -> Response {
    try context.require(.read)
    let tags = Set(services.engine.rules.edition.rules.flatMap(\.tags)).sorted()
    return .json(.array(tags.map { .string($0) }))
  }

  // MARK: The rules that come with the program

  private func prepackaged(_ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let engine = services.engine
    try await services.blocking { try engine.rules.reload(by: actor) }
    return .json(["rules_installed": 0, "rules_updated": 0, "timelines_installed": 0, "timelines_updated": 0])
  }

  private func prepackagedStatus(_ context: ServerContext) throws -> Response {
    try context.require(.read)
    let rules = services.engine.rules.edition.rules
    let builtin = rules.count { $0.source.path.hasPrefix("builtin") }
    return .json([
      "rules_installed": .number(JSONNumber(builtin)), "rules_custom_installed": .number(JSONNumber(rules.count - builtin)),
      "rules_not_installed": 0, "rules_not_updated": 0, "timelines_installed": 0, "timelines_not_installed": 0,
      "timelines_not_updated": 0,
    ])
  }
}
