import Engine
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Rules
import Storage

/// The rules: their list, each rule, and switching, running and removing them.
struct RulePages: RouteGroup {
  let site: PageSite

  func add(to router: Router<ServerContext>) {
    router.get("/rules") { request, context in try await list(request, context) }
    router.post("/rules/work") { request, context in try await workOnSeveral(request, context) }
    router.get("/rules/:id") { request, context in try await show(request, context) }
    router.post("/rules/:id/work") { request, context in try await work(request, context) }
  }

  // MARK: List

  private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let (latest, gaps) = try await site.services.store.asyncRead { reader in
      (try reader.latestRuns(), try reader.gaps(limit: 1000))
    }
    let list = RuleList(
      parameters: request.parameters, edition: site.engine.rules.edition, latest: latest, gaps: gaps,
      now: site.now,
      failures: site.engine.scheduler.failures)
    return site.respond(
      SitePage(template: "rules", title: "Rules", section: .rules, values: list.values), request, context)
  }

  private func workOnSeveral(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let form = try await request.form(limit: 1 << 20)
    let ids = form.values("uuid")
    guard !ids.isEmpty else { throw APIFailure.bad("no rule is selected") }
    let isEnabled = form["do"] == "enable"
    guard isEnabled || form["do"] == "disable" else {
      throw APIFailure.bad("there is nothing to do: choose an action")
    }
    try await change { try $0.setEnabled(ids, isEnabled, by: actor) }
    return .seeOther(PageAddress.noting(form["back"] ?? "/rules", isEnabled ? "enabled" : "disabled"))
  }

  private func change(_ body: @escaping @Sendable (RuleBook) throws -> Void) async throws {
    let book = site.engine.rules
    try await site.services.blocking { try body(book) }
  }

  // MARK: One rule

  private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let id = try context.pathText("id")
    let edition = site.engine.rules.edition
    guard let rule = edition.rule(id) else { throw APIFailure.missing("there is no such rule") }
    let detail = RuleDetail(
      rule: rule, edition: edition, tab: request.parameters["tab"] ?? "definition", now: site.now,
      version: request.parameters["version"].flatMap { Int64($0) })
    let read = try await site.services.store.asyncRead { try detail.read($0) }
    var values = detail.values(read)
    if let reason = site.engine.scheduler.failures[id] { values["failing"] = reason }
    return site.respond(
      SitePage(template: "rule", title: rule.name, section: .rules, values: values), request, context)
  }

  private func work(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let id = try context.pathText("id")
    let form = try await request.form(limit: 64 << 10)
    let path = "/rules/\(PageAddress.encoded(id))"
    switch form["do"] {
    case "enable", "disable":
      let isEnabled = form["do"] == "enable"
      try await change { try $0.setEnabled([id], isEnabled, by: actor) }
      return .seeOther(PageAddress.noting(form["back"] ?? path, isEnabled ? "enabled" : "disabled"))
    case "run":
      try await site.services.store.asyncWrite { try $0.audit(action: "rule.run", subject: id, actor: actor) }
      let report = try await site.engine.scheduler.runNow(id)
      return .seeOther(PageAddress.noting("\(path)?tab=runs", report == nil ? "not-run" : "ran"))
    case "backfill":
      try await backfill(id, form, actor)
      return .seeOther(PageAddress.noting("\(path)?tab=runs", "filled"))
    case "revert":
      guard let version = form["version"].flatMap({ Int64($0) }) else {
        throw APIFailure.bad("no version is named")
      }
      try await change { try $0.revert(id, to: version, by: actor) }
      return .seeOther(PageAddress.noting("\(path)?tab=versions", "reverted"))
    case "remove":
      try await change { try $0.remove([id], by: actor) }
      return .seeOther(PageAddress.noting("/rules", "removed"))
    default: throw APIFailure.bad("there is nothing to do: choose an action")
    }
  }

  private func backfill(_ id: String, _ form: FormBody, _ actor: String) async throws {
    let range = TimeRange(form, usual: "now-24h", now: site.now)
    if let problem = range.problem { throw APIFailure.bad(problem) }
    do {
      _ = try await site.engine.backfill(id, over: range.period, by: actor)
    } catch let refusal as RuleBook.Refusal {
      throw APIFailure.conflict(refusal.description)
    }
  }
}
