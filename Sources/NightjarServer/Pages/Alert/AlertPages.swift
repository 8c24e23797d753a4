import Engine
import Events
import Evidence
import HTTPTypes
import Hummingbird
import OrderedCollections
import Storage

/// One alert: what it is about, its evidence, its response and its history.
struct AlertPages: RouteGroup {
  let site: PageSite

  func add(to router: Router<ServerContext>) {
    router.get("/alerts/:uuid") { request, context in try await show(request, context) }
    router.get("/alerts/:uuid/details") { request, context in try await details(request, context) }
    router.get("/alerts/:uuid/json") { _, context in try await json(context) }
    router.post("/alerts/:uuid/evidence") { request, context in try await investigate(request, context) }
    router.post("/alerts/:uuid/respond") { request, context in try await respond(request, context) }
  }

  private func alert(_ context: ServerContext) async throws -> StoredAlert {
    try context.require(.read)
    let uuid = try context.pathText("uuid")
    guard let alert = try await site.services.store.asyncRead({ try $0.alert(uuid) }) else {
      throw APIFailure.missing("there is no such alert")
    }
    return alert
  }

  // MARK: Pages

  private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    let alert = try await alert(context)
    let surroundings = AlertSurroundings(alert: alert, now: site.now)
    let read = try await site.services.store.asyncRead { try surroundings.read($0) }
    var values = AlertValues(alert: alert, now: site.now, rules: site.engine.rules.edition).values
    values.merge(surroundings.values(read)) { _, new in new }
    if request.parameters["evidence"] != nil {
      values["evidence"] = try await evidence(of: alert)
    }
    values["response"] = ResponsePanel(site: site, context: context).values(alert, read.responses)
    return site.respond(
      SitePage(template: "alert", title: alert.row.ruleName, section: .alerts, values: values), request,
      context)
  }

  private func details(_ request: Request, _ context: ServerContext) async throws -> Response {
    let alert = try await alert(context)
    let values = AlertValues(alert: alert, now: site.now, rules: site.engine.rules.edition).values
    return site.fragment("alert-details", values, context)
  }

  private func json(_ context: ServerContext) async throws -> Response {
    let alert = try await alert(context)
    return .json(.object(alert.document), indented: true)
  }

  private func evidence(of alert: StoredAlert) async throws -> PageValues {
    let report = try await site.services.investigate(alert)
    return EvidenceValues(report: report).values
  }

  // MARK: Actions

  private func investigate(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.workAlerts).actor
    let alert = try await alert(context)
    try await site.services.store.asyncWrite { writer in
      try writer.audit(action: "alert.investigate", subject: alert.row.uuid, actor: actor)
    }
    return .seeOther("/alerts/\(PageAddress.encoded(alert.row.uuid))?evidence=1#evidence")
  }

  private func respond(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.respond)
    let alert = try await alert(context)
    let form = try await request.form(limit: 64 << 10)
    let flash = try await ResponsePanel(site: site, context: context).act(form, alert)
    return .seeOther(
      PageAddress.noting("/alerts/\(PageAddress.encoded(alert.row.uuid))?evidence=1", flash) + "#response")
  }
}
