import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import OrderedCollections
import Query
import Storage

/// The list of alerts, and the work on several of them.
struct AlertsPages: RouteGroup {
  let site: PageSite

  func add(to router: Router<ServerContext>) {
    router.get("/alerts") { request, context in try await list(request, context) }
    router.post("/alerts/work") { request, context in try await work(request, context) }
    router.post("/theme") { request, _ in try await switchTheme(request) }
    router.post("/demo") { request, context in try await loadDemo(request, context) }
    router.get("/query/assist") { request, context in try await assist(request, context) }
  }

  // MARK: List

  private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let query = AlertListQuery(request.parameters, now: site.now)
    let found = query.search(types: site.engine.types, now: site.now)
    let now = site.now
    var values = listValues(query)
    switch found {
    case .failure(let problem):
      values["queryProblem"] = problem.values
      values["isBroken"] = true
    case .success(let search):
      let part = AlertListReading(query: query, search: search, now: now)
      let deadline = SearchPatience.deadline(request, usual: AlertListReading.patience)
      let read = try await site.services.store.asyncRead { try part.read($0, until: deadline) }
      values.merge(part.values(read)) { _, new in new }
    }
    return site.respond(
      SitePage(template: "alerts", title: "Alerts", section: .alerts, values: values), request, context)
  }

  /// What the page has whatever is found.
  private func listValues(_ query: AlertListQuery) -> PageValues {
    var values: PageValues = query.range.values
    values["q"] = query.text
    values["queryRows"] = max(
      1, min(6, query.text.split(separator: "\n", omittingEmptySubsequences: false).count))
    values["placeholder"] = "user.name: \"deploy\" and cloud.region: eu-*"
    values["assist"] = "alerts"
    values["languages"] = false
    values["isAscending"] = !query.isDescending
    values["headers"] = query.columns.map { column in
      let isSorted = column == query.sort
      var header: PageValues = ["title": column.title, "isSorted": isSorted]
      if column.sort != nil {
        let direction = isSorted && query.isDescending ? "up" : "down"
        header["target"] = query.address([("sort", column.rawValue), ("dir", direction)])
        header["order"] = isSorted ? (query.isDescending ? "descending" : "ascending") : "none"
        header["mark"] = isSorted ? (query.isDescending ? "↓" : "↑") : ""
      }
      return header
    }
    values["columnChoices"] = AlertColumn.allCases.map { column in
      ["value": column.rawValue, "name": column.title, "isChosen": query.columns.contains(column)]
        as PageValues
    }
    values["groupChoices"] = (0..<3).map { place in
      [
        "label": ["Group by", "then by", "then by"][place],
        "options": AlertGrouping.allCases.map { grouping in
          [
            "value": grouping.rawValue, "name": grouping.title,
            "isChosen": query.groups.count > place && query.groups[place] == grouping,
          ] as PageValues
        },
      ] as PageValues
    }
    values["showsBlocks"] = query.showsBuildingBlocks
    values["viewField"] = query.view.rawValue
    values["reasons"] = CloseReason.allCases.filter { $0 != .automatedClosure }.map {
      ["value": $0.rawValue, "name": AlertRowValues.reasonWords($0.rawValue)] as PageValues
    }
    values["columnCount"] = query.columns.count + 1
    return values
  }

  // MARK: Work

  private func work(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.workAlerts).actor
    let form = try await request.form(limit: 2 << 20)
    let action = try AlertWorkForm(form)
    let uuids = try await action.uuids(form, site: site)
    let work = AlertWork(types: site.engine.types, actor: actor)
    let changed = try await site.services.store.asyncWrite { try work.apply(action.updates, to: uuids, $0) }
    site.services.announce(changed)
    return .seeOther(PageAddress.noting(form["back"] ?? "/alerts", action.flash, count: changed.count))
  }

  // MARK: Small things

  private func switchTheme(_ request: Request) async throws -> Response {
    let form = try await request.form(limit: 64 << 10)
    let next =
      switch form["theme"] {
      case "light", "dark": form["theme"] ?? "dark"
      default: PageSite.theme(request) == "dark" ? "light" : "dark"
      }
    let secure = site.services.options.tls == nil ? "" : "; Secure"
    return .seeOther(
      AccessRoutes.localPath(form["back"]),
      headers: [.setCookie: "theme=\(next); Path=/; Max-Age=31536000; SameSite=Lax\(secure)"])
  }

  private func loadDemo(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.administer).actor
    try await DemoData(resources: site.services.resources).load(into: site.engine, by: actor)
    return .seeOther("/alerts?view=all&done=demo")
  }

  private func assist(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let assist = QueryAssist(request.parameters, site: site)
    return .json(try await assist.answer())
  }
}
