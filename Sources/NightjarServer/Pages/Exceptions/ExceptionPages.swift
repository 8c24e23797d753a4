import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import OrderedCollections
import Query
import Rules
import Storage

/// Exceptions and change windows: what is expected, until when, and how often it happens.
struct ExceptionPages: RouteGroup {
  let site: PageSite

  /// An impact is judged by so many alerts.
  private static let maximumAlerts = 5000

  func add(to router: Router<ServerContext>) {
    router.get("/exceptions") { request, context in try await list(request, context) }
    router.get("/exceptions/new") { request, context in try await showForm(request, context) }
    router.post("/exceptions/edit") { request, context in try await edit(request, context) }
    router.post("/exceptions/remove") { request, context in try await remove(request, context) }
  }

  private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let hits = try await site.services.store.asyncRead { try $0.expectedHits() }
    var byName: [String: ExpectedHits] = [:]
    for hit in hits where byName[hit.exception].map({ $0.last < hit.last }) ?? true {
      byName[hit.exception] = hit
    }
    let counts = Dictionary(grouping: hits, by: \.exception).mapValues { $0.reduce(0) { $0 + $1.count } }
    let items = site.engine.rules.edition.exceptions.items
    let now = site.now
    let shown = items.map { item -> PageValues in
      var values = ExceptionValues.of(item, hits: byName[item.name], now: now)
      values["hitCount"] = TimeText.count(counts[item.name] ?? 0)
      return values
    }
    let soon = items.filter { item in
      item.expires.map { $0 > now && $0.nanoseconds - now.nanoseconds < 14 * 86_400_000_000_000 } ?? false
    }
    var values: PageValues = [
      "exceptions": shown, "hasExceptions": !items.isEmpty, "total": items.count,
      "expected": TimeText.count(counts.values.reduce(0, +)), "soonCount": soon.count,
      "hasSoon": !soon.isEmpty,
      "soon": soon.map { item in
        ["name": item.name, "when": item.expires.map { TimeText.ago($0, now: now) } ?? ""] as PageValues
      },
      "active": items.count { $0.isActive(at: now) },
      "valueLists": site.engine.rules.edition.exceptions.valueLists.values.sorted { $0.id < $1.id }.map {
        list in
        ["id": list.id, "kind": list.kind.rawValue, "count": TimeText.count(list.count)] as PageValues
      },
    ]
    if let calendar = WindowCalendar(items: items, now: now).values { values["calendar"] = calendar }
    return site.respond(
      SitePage(template: "exceptions", title: "Exceptions", section: .exceptions, values: values), request,
      context)
  }

  // MARK: Form

  private func showForm(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.writeExceptions)
    return formPage(ExceptionForm(form: request.parameters), [:], request, context)
  }

  private func formPage(
    _ form: ExceptionForm, _ extra: PageValues, _ request: Request, _ context: ServerContext
  ) -> Response {
    var values = form.values
    let chosen = Set(form.form.values("rule"))
    values["ruleChoices"] = site.engine.rules.edition.rules.sorted { $0.name < $1.name }.map { rule in
      ["value": rule.ruleID, "name": rule.name, "isChosen": chosen.contains(rule.ruleID)] as PageValues
    }
    values.merge(extra) { _, new in new }
    return site.respond(
      SitePage(template: "exception-form", title: "New exception", section: .exceptions, values: values),
      request, context)
  }

  private func edit(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let body = try await request.form(limit: 256 << 10)
    let form = ExceptionForm(form: body)
    let id = UUID().uuidString.lowercased()
    switch form.item(id: id) {
    case .failure(let problem):
      return formPage(form, ["problem": problem.text], request, context)
    case .success(let item):
      guard body["do"] == "save" else {
        return formPage(form, ["impact": try await impact(of: item)], request, context)
      }
      try await save(id, form.document(id: id), actor)
      return .seeOther("/exceptions?done=saved")
    }
  }

  private func save(_ id: String, _ document: JSONObject, _ actor: String) async throws {
    let book = site.engine.rules
    try await site.services.blocking {
      try book.reload(by: actor) { writer in
        try writer.setExceptionItem(id, list: "", .object(document))
        try writer.audit(action: "exception.created", subject: id, actor: actor, details: document)
      }
    }
  }

  private func remove(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let form = try await request.form(limit: 64 << 10)
    let id = form["id"] ?? ""
    let book = site.engine.rules
    try await site.services.blocking {
      try book.reload(by: actor) { writer in
        guard try writer.removeExceptionItem(id) else {
          throw APIFailure.missing("there is no such exception here; those of files are removed there")
        }
        try writer.audit(action: "exception.removed", subject: id, actor: actor)
      }
    }
    return .seeOther("/exceptions?done=removed")
  }

  // MARK: Impact

  /// Which alerts of the last ninety days the exception would have explained.
  private func impact(of item: ExceptionItem) async throws -> PageValues {
    let compiler = ExceptionCompiler(
      valueLists: site.engine.rules.edition.exceptions.valueLists, types: site.engine.types, now: site.now)
    let condition: Query.Expression
    do {
      condition = try compiler.expression(for: item)
    } catch {
      return ["impactProblem": error.description]
    }
    let now = site.now
    let start = Timestamp(nanoseconds: now.nanoseconds - 90 * 86_400_000_000_000)
    let found = try await site.services.store.asyncRead { reader -> (alerts: [StoredAlert], seen: Int) in
      let search = AlertSearch(condition: condition, includesBuildingBlocks: true, created: start...now)
      var (alerts, seen) = ([StoredAlert](), 0)
      try reader.forEachAlert(search) { alert in
        seen += 1
        let isRule =
          item.ruleIDs.map { $0.contains(alert.row.ruleID) || $0.contains(alert.row.ruleName) } ?? true
        if isRule, item.covers(alert.row.originalTime ?? alert.row.created) { alerts.append(alert) }
        return seen < Self.maximumAlerts
      }
      return (alerts, seen)
    }
    return [
      "count": TimeText.count(found.alerts.count), "isCut": found.seen >= Self.maximumAlerts,
      "next": item.windows.flatMap { $0.nextOccurrences(after: now, count: 4) }.sorted { $0.start < $1.start }
        .prefix(4).map {
          ["words": "\(TimeText.minute($0.start)) – \(TimeText.minute($0.end)) UTC"] as PageValues
        },
      "samples": found.alerts.prefix(10).map { alert in
        [
          "path": "/alerts/\(PageAddress.encoded(alert.row.uuid))", "ruleName": alert.row.ruleName,
          "about": AlertSentence(alert).text, "at": TimeText.utc(alert.row.originalTime ?? alert.row.created),
        ] as PageValues
      },
    ]
  }
}
