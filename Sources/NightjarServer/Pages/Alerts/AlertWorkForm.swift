import Engine
import Events
import Query
import Storage

/// Work on alerts that a form asks for.
struct AlertWorkForm: Sendable {
  /// The changes.
  let updates: [AlertUpdate]
  /// The code of the message afterwards.
  let flash: String

  /// The work of a form: `do`, with `reason`, `value` or `note`.
  ///
  /// - Throws: `APIFailure` when it says nothing that can be done.
  init(_ form: FormBody) throws(APIFailure) {
    let note = try Self.note(form)
    let change = try Self.change(form["do"] ?? "", form)
    flash = change.flash
    updates = (change.update.map { [$0] } ?? []) + note
    guard !updates.isEmpty else { throw .bad("the note has no words") }
  }

  private static func note(_ form: FormBody) throws(APIFailure) -> [AlertUpdate] {
    let note = trimmed(form["note"])
    guard !note.isEmpty else { return [] }
    guard note.utf8.count <= 10_000 else { throw .bad("a note has at most 10000 bytes") }
    return [.note(note)]
  }

  private static func change(
    _ action: String, _ form: FormBody
  ) throws(APIFailure) -> (update: AlertUpdate?, flash: String) {
    switch action {
    case "acknowledge": return (.acknowledge, "acknowledged")
    case "open": return (.open, "opened")
    case "close": return (try AlertWork.update(status: "closed", reason: form["reason"]), "closed")
    case "note": return (nil, "noted")
    case "tag": return (.addTags(try values(form)), "tagged")
    case "untag": return (.removeTags(try values(form)), "untagged")
    case "assign": return (.addAssignees(try values(form)), "assigned")
    case "unassign": return (.removeAssignees(try values(form)), "unassigned")
    default: throw .bad("there is nothing to do: choose an action")
    }
  }

  private static func values(_ form: FormBody) throws(APIFailure) -> [String] {
    let values = trimmed(form["value"]).split(separator: ",").map { trimmed(String($0)) }.filter {
      !$0.isEmpty
    }
    guard (1...20).contains(values.count), values.allSatisfy({ $0.utf8.count <= 256 }) else {
      throw .bad("give one to twenty names, separated by commas, of at most 256 bytes each")
    }
    return values
  }

  private static func trimmed(_ text: String?) -> String {
    let text = text ?? ""
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
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
      if let group = form["groupKQL"], !group.isEmpty {
        let condition = try QueryText.kql(group, types: site.engine.types, now: site.now).get()
        search.condition = .conjunction([search.condition, condition])
      }
    } catch {
      throw APIFailure.bad(error.text)
    }
    search.offset = 0
    search.limit = AlertWork.maximumAlerts + 1
    let found = search
    let uuids = try await site.services.store.asyncRead { reader in
      var uuids: [String] = []
      try reader.forEachAlert(found) { alert in
        uuids.append(alert.row.uuid)
        return uuids.count <= AlertWork.maximumAlerts
      }
      return uuids
    }
    guard uuids.count <= AlertWork.maximumAlerts else {
      throw APIFailure.bad("more than \(AlertWork.maximumAlerts) alerts match; narrow the query")
    }
    return uuids
  }
}
