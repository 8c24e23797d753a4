import Console
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Query
import Storage

/// Our own API of alerts and incidents.
struct AlertAPIRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/api/nightjar/alerts") { request, context in try await list(request, context) }
    router.get("/api/nightjar/alerts/_counts") { request, context in try await counts(request, context) }
    router.get("/api/nightjar/alerts/_histogram") { request, context in try await histogram(request, context) }
    router.get("/api/nightjar/alerts/_export") { request, context in try await export(request, context) }
    router.post("/api/nightjar/alerts/_update") { request, context in try await update(request, context) }
    router.get("/api/nightjar/alerts/:id") { _, context in try await show(context) }
    router.get("/api/nightjar/incidents") { request, context in try await incidents(request, context) }
    router.get("/api/nightjar/incidents/:id") { _, context in try await incident(context) }
  }

  private func search(_ request: Request, _ context: ServerContext) throws -> AlertSearch {
    try context.require(.read)
    return try AlertQuery(request.parameters, types: services.types, now: services.now()).search
  }

  private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    var search = try search(request, context)
    let page = try Page(request.parameters, standard: 50)
    search.offset = page.offset
    search.limit = page.size
    let chosen = search
    let found = try await services.store.asyncRead { try $0.alerts(chosen) }
    return .json([
      "page": .number(JSONNumber(page.number)), "per_page": .number(JSONNumber(page.size)),
      "total": .number(JSONNumber(found.total)), "alerts": .array(found.alerts.map { .object($0.document) }),
    ])
  }

  private func counts(_ request: Request, _ context: ServerContext) async throws -> Response {
    let search = try search(request, context)
    let fields = request.parameters["by"]?.split(separator: ",").map(String.init) ?? []
    let limit = try AlertQuery.number(request.parameters, "limit", 100, 1...1000)
    let buckets = try await services.store.asyncRead { try $0.alertCounts(by: fields, search, limit: limit) }
    return .json(["buckets": .array(buckets.map(Self.shown))])
  }

  private static func shown(_ bucket: AlertBucket) -> JSON {
    [
      "value": bucket.value.map { .string($0) } ?? .null, "count": .number(JSONNumber(bucket.count)),
      "buckets": .array(bucket.buckets.map(shown)),
    ]
  }

  private func histogram(_ request: Request, _ context: ServerContext) async throws -> Response {
    let search = try search(request, context)
    let seconds = try AlertQuery.number(request.parameters, "interval", 3600, 1...31_536_000)
    let bars = try await services.store.asyncRead { reader in
      try reader.alertHistogram(interval: Int64(seconds) * 1_000_000_000, search)
    }
    guard bars.count <= 10_000 else { throw APIFailure.bad("the interval makes more than 10000 bars; take a longer one") }
    return .json([
      "bars": .array(
        bars.map { bar in
          var counts: JSONObject = [:]
          for severity in AlertSeverity.allCases {
            counts[severity.name] = bar.counts[severity].map { .number(JSONNumber($0)) }
          }
          return ["start": .string(bar.start.description), "counts": .object(counts)]
        })
    ])
  }

  /// All alerts that a search finds, at most a hundred thousand, as a file.
  private func export(_ request: Request, _ context: ServerContext) async throws -> Response {
    let search = try search(request, context)
    let format = request.parameters["format"] ?? "ndjson"
    guard ["ndjson", "csv"].contains(format) else { throw APIFailure.bad("format must be ndjson or csv") }
    let bytes = try await services.store.asyncRead { reader in
      var writer = JSONWriter()
      var rows: [Console.AlertRow] = []
      var count = 0
      try reader.forEachAlert(search) { alert in
        count += 1
        if format == "csv" {
          rows.append(Console.AlertRow(alert.document))
        } else {
          writer.write(object: alert.document)
          writer.writeNewline()
        }
        return count < 100_000
      }
      return format == "csv" ? AlertCSV.bytes(rows) : writer.bytes
    }
    let type = format == "csv" ? "text/csv; charset=utf-8" : "application/ndjson"
    return RuleTransferRoutes.file(bytes, name: "alerts.\(format)", type: type)
  }

  private func show(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let id = try context.parameters.require("id")
    let found = try await services.store.asyncRead { reader in
      try reader.alert(id).map { ($0, try reader.alertHistory(id)) }
    }
    guard let (alert, history) = found else { throw APIFailure.missing("there is no alert [\(id)]") }
    return .json([
      "alert": .object(alert.document), "incident": alert.row.incident.map { .number(JSONNumber(Int($0))) } ?? .null,
      "exception": alert.row.exception.map { .string($0) } ?? .null,
      "history": .array(
        history.map { change in
          [
            "at": .string(change.at.description), "actor": .string(change.actor), "kind": .string(change.kind.rawValue),
            "old": change.old.map { .string($0) } ?? .null, "new": change.new.map { .string($0) } ?? .null,
          ]
        }),
    ])
  }

  private func update(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.workAlerts).actor
    guard let body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("the body must be an object")
    }
    let updates = try Self.updates(body)
    let ids = body["ids"]?.array?.compactMap(\.string)
    let condition = try body["query"]?.string.map { query throws(APIFailure) in
      try AlertQuery.condition(query, types: services.types, now: services.now())
    }
    guard ids != nil || condition != nil else { throw APIFailure.bad("ids or query is needed") }
    let work = AlertWork(types: services.types, actor: actor)
    let changed = try await services.store.asyncWrite { writer in
      try work.apply(updates, to: try ids ?? work.alerts(condition ?? .none, writer), writer)
    }
    services.announce(changed)
    return .json(["changed": .array(changed.map { .string($0) })])
  }

  private static func updates(_ body: JSONObject) throws(APIFailure) -> [AlertUpdate] {
    let known: Set<String> = ["ids", "query", "status", "reason", "add_tags", "remove_tags", "add_assignees", "remove_assignees", "note"]
    if let unknown = body.keys.first(where: { !known.contains($0) }) {
      throw .bad("unknown member [\(unknown)]; known are \(known.sorted().joined(separator: ", "))")
    }
    func list(_ key: String) throws(APIFailure) -> [String]? {
      guard let value = body[key] else { return nil }
      guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count, texts.count <= 100,
        texts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 256 })
      else { throw .bad("[\(key)] must be a list of at most 100 short texts") }
      return texts
    }
    var updates: [AlertUpdate] = []
    if let status = body["status"] { updates.append(try AlertWork.update(status: status.string, reason: body["reason"]?.string)) }
    if let tags = try list("add_tags") { updates.append(.addTags(tags)) }
    if let tags = try list("remove_tags") { updates.append(.removeTags(tags)) }
    if let names = try list("add_assignees") { updates.append(.addAssignees(names)) }
    if let names = try list("remove_assignees") { updates.append(.removeAssignees(names)) }
    if let note = body["note"] {
      guard let text = note.string, (1...10_000).contains(text.utf8.count) else { throw .bad("[note] must have 1 to 10000 bytes") }
      updates.append(.note(text))
    }
    guard !updates.isEmpty else { throw .bad("nothing is to be changed") }
    return updates
  }

  // MARK: Incidents

  private func incidents(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let page = try Page(request.parameters, standard: 50)
    let isUnresolved: Bool? = request.parameters["unresolved"].map { $0 == "true" }
    let found = try await services.store.asyncRead { reader in
      try reader.incidents(isUnresolved: isUnresolved, offset: page.offset, limit: page.size)
    }
    return .json(["incidents": .array(found.map(Self.shown))])
  }

  private func incident(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let text = try context.parameters.require("id")
    let types = services.types
    let found = try await services.store.asyncRead { reader -> (Incident, AlertPage)? in
      guard let id = Int64(text), let incident = try reader.incident(id) else { return nil }
      let search = AlertSearch(
        includesBuildingBlocks: true, incident: id, isDescending: false, limit: 1000, types: types)
      return (incident, try reader.alerts(search))
    }
    guard let (incident, alerts) = found else { throw APIFailure.missing("there is no incident [\(text.prefix(40))]") }
    return .json([
      "incident": Self.shown(incident), "total": .number(JSONNumber(alerts.total)),
      "alerts": .array(alerts.alerts.map { .object($0.document) }),
    ])
  }

  private static func shown(_ incident: Incident) -> JSON {
    [
      "id": .number(JSONNumber(Int(incident.id))), "principal": .string(incident.principal),
      "account": .string(incident.account), "from": .string(incident.time.lowerBound.description),
      "to": .string(incident.time.upperBound.description), "alerts": .number(JSONNumber(incident.alerts)),
      "unresolved": .number(JSONNumber(incident.unresolved)), "rules": .number(JSONNumber(incident.rules)),
      "risk": .number(JSONNumber(incident.risk)), "severity": .string(incident.severity.name),
    ]
  }
}
