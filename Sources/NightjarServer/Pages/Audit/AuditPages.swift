import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Storage

/// The audit log: who did what, and whether the log is as it was written.
struct AuditPages: RouteGroup {
  let site: PageSite

  private static let pageSize = 100

  func add(to router: Router<ServerContext>) {
    router.get("/audit") { request, context in try await list(request, context) }
  }

  private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.readAudit)
    let parameters = request.parameters
    let before = parameters["before"].flatMap { Int64($0) } ?? .max
    let text = (parameters["q"] ?? "").lowercased()
    let entries = try await site.services.store.asyncRead { try Self.entries($0, before: before, text: text) }
    let now = site.now
    var values: PageValues = [
      "q": parameters["q"] ?? "", "rows": entries.prefix(Self.pageSize).map { Self.row($0, now) },
      "hasRows": !entries.isEmpty, "isFiltered": !text.isEmpty,
    ]
    if entries.count > Self.pageSize, let last = entries.prefix(Self.pageSize).last {
      values["older"] = PageAddress.path("/audit", [("before", String(last.seq)), ("q", parameters["q"])])
    }
    if before != .max { values["newest"] = PageAddress.path("/audit", [("q", parameters["q"])]) }
    if parameters["verify"] != nil {
      let store = site.services.store
      let report = try await site.services.blocking { try store.verifyAudit() }
      values["report"] =
        [
          "isValid": report.isValid, "entries": TimeText.count(report.entries),
          "checkpoints": TimeText.count(report.checkpoints), "problem": report.problem?.description ?? "",
        ] as PageValues
    }
    return site.respond(
      SitePage(template: "audit", title: "Audit", section: .audit, values: values), request, context)
  }

  /// The entries that contain a text, the latest first: a page and one more. At most so many are looked at that the answer
  /// comes soon.
  private static func entries(_ reader: StoreReader, before: Int64, text: String) throws -> [AuditEntry] {
    guard !text.isEmpty else { return try reader.auditEntries(before: before, limit: pageSize + 1) }
    var (found, position) = ([AuditEntry](), before)
    for _ in 0..<200 where found.count <= pageSize {
      let batch = try reader.auditEntries(before: position, limit: 500)
      guard let last = batch.last else { break }
      found += batch.filter { entry in
        let hay = "\(entry.action) \(entry.subject) \(entry.actor) \(JSONWriter.text(.object(entry.details)))"
        return hay.lowercased().contains(text)
      }
      position = last.seq
    }
    return Array(found.prefix(pageSize + 1))
  }

  private static func row(_ entry: AuditEntry, _ now: Timestamp) -> PageValues {
    [
      "seq": entry.seq, "at": AlertRowValues.time(entry.at, now), "action": entry.action,
      "subject": entry.subject,
      "actor": entry.actor, "details": entry.details.isEmpty ? "" : JSONWriter.text(.object(entry.details)),
      "hash": String(entry.hash.prefix(12)),
    ]
  }
}
