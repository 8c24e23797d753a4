import Engine
import Events
import OrderedCollections
import Query
import Storage

/// Work on alerts that a form asks for.
struct AlertWork: Sendable {
  /// So many alerts are changed at once.
  static let maximum = 10_000

  /// The changes.
  let updates: [AlertUpdate]
  /// The name in the audit log.
  let auditName: String
  /// What the audit log says beside it.
  let details: JSONObject
  /// The code of the message afterwards.
  let flash: String

  /// The work of a form: `do`, with `reason`, `value` or `note`.
  ///
  /// - Throws: `APIFailure` when it says nothing that can be done.
  init(_ form: FormBody) throws(APIFailure) {
    let note = Self.trimmed(form["note"])
    let value = Self.trimmed(form["value"])
    var extra: [AlertUpdate] = []
    if !note.isEmpty {
      guard note.utf8.count <= 10_000 else { throw .bad("a note has at most 10000 bytes") }
      extra = [.note(note)]
    }
    switch form["do"] {
    case "acknowledge": (updates, auditName, details, flash) = ([.acknowledge] + extra, "alert.acknowledge", [:], "acknowledged")
    case "open": (updates, auditName, details, flash) = ([.open] + extra, "alert.open", [:], "opened")
    case "close":
      guard let reason = form["reason"].flatMap({ CloseReason(rawValue: $0) }) else {
        throw .bad("an alert is closed with a reason: choose one")
      }
      (updates, auditName, details, flash) = (
        [.close(reason)] + extra, "alert.close", ["reason": .string(reason.rawValue)], "closed"
      )
    case "note":
      guard !extra.isEmpty else { throw .bad("the note has no words") }
      (updates, auditName, details, flash) = (extra, "alert.note", [:], "noted")
    case "tag", "untag", "assign", "unassign":
      let values = value.split(separator: ",").map { Self.trimmed(String($0)) }.filter { !$0.isEmpty }
      guard !values.isEmpty, values.count <= 20, values.allSatisfy({ $0.utf8.count <= 256 }) else {
        throw .bad("give one to twenty names, separated by commas, of at most 256 bytes each")
      }
      let change = Self.change(form["do"] ?? "", values)
      (updates, auditName, details, flash) = (
        [change.update] + extra, "alert.\(form["do"] ?? "")", ["values": .array(values.map { .string($0) })], change.flash
      )
    default: throw .bad("there is nothing to do: choose an action")
    }
  }

  private static func change(_ action: String, _ values: [String]) -> (update: AlertUpdate, flash: String) {
    switch action {
    case "tag": (.addTags(values), "tagged")
    case "untag": (.removeTags(values), "untagged")
    case "assign": (.addAssignees(values), "assigned")
    default: (.removeAssignees(values), "unassigned")
    }
  }

  private static func trimmed(_ text: String?) -> String {
    let text = text ?? ""
    guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  /// The alerts that a form means: those that are ticked, or with `scope` all that its query finds.
  ///
  /// - Throws: `APIFailure` when there are none or too many; `StoreError`.
  func uuids(_ form: FormBody, site: PageSite) async throws -> [String] {
    guard form["scope"] == "query" else {
      let uuids = form.values("uuid")
      guard !uuids.isEmpty else { throw APIFailure.bad("no alert is selected") }
      return uuids
    }
    let query = AlertListQuery(form, now: site.now)
    var search: AlertSearch
    do {
      search = try query.search(types: site.engine.types, now: site.now).get()
    } catch {
      throw APIFailure.bad(error.text)
    }
    if let group = form["groupKQL"], !group.isEmpty {
      switch QueryText.kql(group, types: site.engine.types, now: site.now) {
      case .success(let condition): search.condition = .conjunction([search.condition, condition])
      case .failure(let problem): throw APIFailure.bad(problem.text)
      }
    }
    search.offset = 0
    search.limit = Self.maximum + 1
    let found = search
    let uuids = try await site.services.store.asyncRead { reader in
      var uuids: [String] = []
      try reader.forEachAlert(found) { alert in
        uuids.append(alert.row.uuid)
        return uuids.count <= Self.maximum
      }
      return uuids
    }
    guard uuids.count <= Self.maximum else {
      throw APIFailure.bad("more than \(Self.maximum) alerts match; narrow the query")
    }
    return uuids
  }
}
