import Events
import HTTPTypes
import Hummingbird
import Storage

/// Incidents: alerts of one principal in one account that belong together.
struct IncidentPages: RouteGroup {
  let site: PageSite

  private static let pageSize = 50

  func add(to router: Router<ServerContext>) {
    router.get("/incidents") { request, context in try await list(request, context) }
    router.get("/incidents/:id") { request, context in try await show(request, context) }
  }

  private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let showsAll = request.parameters["view"] == "all"
    let page = min(max(1, request.parameters["page"].flatMap(Int.init) ?? 1), 10_000)
    let size = Self.pageSize
    let found = try await site.services.store.asyncRead { reader in
      try reader.incidents(isUnresolved: showsAll ? nil : true, offset: (page - 1) * size, limit: size + 1)
    }
    let now = site.now
    var values: PageValues = [
      "rows": found.prefix(size).map { Self.values($0, now: now) }, "hasRows": !found.isEmpty,
      "views": [("open", "Unresolved"), ("all", "All")].map { view, name in
        ["name": name, "target": "/incidents?view=\(view)", "isCurrent": (view == "all") == showsAll]
          as PageValues
      },
    ]
    let view = showsAll ? "all" : "open"
    if page > 1 { values["previous"] = "/incidents?view=\(view)&page=\(page - 1)" }
    if found.count > size { values["next"] = "/incidents?view=\(view)&page=\(page + 1)" }
    return site.respond(
      SitePage(template: "incidents", title: "Incidents", section: .incidents, values: values), request,
      context)
  }

  private static func values(_ incident: Incident, now: Timestamp) -> PageValues {
    let seconds =
      (incident.time.upperBound.nanoseconds - incident.time.lowerBound.nanoseconds) / 1_000_000_000
    return [
      "id": incident.id, "path": "/incidents/\(incident.id)",
      "principal": incident.principal.isEmpty ? "–" : incident.principal,
      "account": incident.account.isEmpty ? "–" : incident.account,
      "worst": SeverityValues.of(incident.severity.name),
      "risk": Int(incident.risk.rounded()), "alerts": incident.alerts, "unresolved": incident.unresolved,
      "ruleCount": incident.rules, "first": AlertRowValues.time(incident.time.lowerBound, now),
      "last": AlertRowValues.time(incident.time.upperBound, now), "length": TimeText.duration(seconds),
    ]
  }

  private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    guard let id = Int64(try context.pathText("id")) else {
      throw APIFailure.missing("there is no such incident")
    }
    let found = try await site.services.store.asyncRead { reader -> (Incident, AlertPage)? in
      guard let incident = try reader.incident(id) else { return nil }
      let search = AlertSearch(
        includesBuildingBlocks: true, incident: id, sort: .originalTime, isDescending: false, limit: 500)
      return (incident, try reader.alerts(search))
    }
    guard let (incident, page) = found else { throw APIFailure.missing("there is no such incident") }
    let now = site.now
    var values = Self.values(incident, now: now)
    values["rows"] = page.alerts.map {
      AlertRowValues.of($0, columns: [.event, .severity, .rule, .risk, .reason, .region, .status], now: now)
    }
    values["uuids"] = page.alerts.map { ["uuid": $0.row.uuid] as PageValues }
    values["reasons"] = CloseReason.allCases.filter { $0 != .automatedClosure }.map {
      ["value": $0.rawValue, "name": AlertRowValues.reasonWords($0.rawValue)] as PageValues
    }
    return site.respond(
      SitePage(template: "incident", title: "Incident \(id)", section: .incidents, values: values), request,
      context)
  }
}
