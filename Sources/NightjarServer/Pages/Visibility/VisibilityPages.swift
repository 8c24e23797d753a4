import Engine
import Events
import Evidence
import HTTPTypes
import Hummingbird

/// What can be seen: the controls of each account and region, and the times when they were off.
struct VisibilityPages: RouteGroup {
  let site: PageSite

  func add(to router: Router<ServerContext>) {
    router.get("/visibility") { request, context in try await show(request, context) }
  }

  private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let site = site
    let range = TimeRange(request.parameters, usual: "now-90d", now: site.now)
    let found = try await site.services.blocking { () throws -> (windows: [BlindWindow], isComplete: Bool) in
      try BlindWindows.find(
        in: StoreEvidenceSource(site.services.store), account: nil, range: range.period,
        now: range.period.upperBound)
    }
    var sources: Set<ControlPlace> = []
    for source in site.engine.sources.arrivals.keys where !source.account.isEmpty {
      sources.insert(ControlPlace(account: source.account, region: source.region))
    }
    let board = VisibilityBoard(windows: found.windows, places: sources, range: range, now: site.now)
    var values = range.values
    values.merge(board.values) { _, new in new }
    values["isIncomplete"] = !found.isComplete
    return site.respond(
      SitePage(template: "visibility", title: "Visibility", section: .visibility, values: values), request,
      context)
  }
}

/// An account and a region that controls belong to.
struct ControlPlace: Hashable {
  let account: String
  let region: String
}
