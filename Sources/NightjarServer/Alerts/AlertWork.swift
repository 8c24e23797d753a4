import Events
import OrderedCollections
import Query
import Storage

/// The work on alerts: changes with their entries in the audit log.
struct AlertWork: Sendable {
  /// So many alerts one request may change.
  static let maximumAlerts = 10_000

  let types: FieldTypes
  let actor: String

  /// The change to a status.
  ///
  /// - Throws: `APIFailure` when status or reason is unknown.
  static func update(status: String?, reason: String?) throws(APIFailure) -> AlertUpdate {
    switch status {
    case "open": return .open
    case "acknowledged", "in-progress": return .acknowledge
    case "closed":
      guard let reason = reason.flatMap(CloseReason.init) else {
        throw .bad(
          "closing an alert needs a reason: \(CloseReason.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return .close(reason)
    default: throw .bad("[request body]: status: expected open, acknowledged or closed")
    }
  }

  /// The alerts that match a condition.
  ///
  /// - Throws: `APIFailure` when there are too many; `StoreError`.
  func alerts(_ condition: Expression, _ reader: StoreReader) throws -> [String] {
    var found: [String] = []
    let search = AlertSearch(
      condition: condition.renamingField("_id", to: "kibana.alert.uuid"), includesBuildingBlocks: true, types: types)
    try reader.forEachAlert(search) { alert in
      found.append(alert.row.uuid)
      return found.count <= Self.maximumAlerts
    }
    guard found.count <= Self.maximumAlerts else {
      throw APIFailure.bad("the query finds more than \(Self.maximumAlerts) alerts; narrow it")
    }
    return found
  }

  /// Changes alerts.
  ///
  /// - Returns: The alerts that changed.
  /// - Throws: `APIFailure` when there are too many; `StoreError`.
  func apply(_ updates: [AlertUpdate], to alerts: [String], _ writer: StoreWriter) throws -> [String] {
    guard alerts.count <= Self.maximumAlerts else {
      throw APIFailure.bad("at most \(Self.maximumAlerts) alerts can be changed at once")
    }
    var changed: Set<String> = []
    for update in updates {
      for alert in try writer.updateAlerts(alerts, update, by: actor) {
        changed.insert(alert)
        let (action, details) = Self.entry(update)
        try writer.audit(action: action, subject: alert, actor: actor, details: details)
      }
    }
    return alerts.filter { changed.contains($0) }
  }

  private static func entry(_ update: AlertUpdate) -> (String, JSONObject) {
    func list(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
    return switch update {
    case .open: ("alert.open", [:])
    case .acknowledge: ("alert.acknowledge", [:])
    case .close(let reason): ("alert.close", ["reason": .string(reason.rawValue)])
    case .addTags(let tags): ("alert.tags", ["added": list(tags)])
    case .removeTags(let tags): ("alert.tags", ["removed": list(tags)])
    case .setTags(let tags): ("alert.tags", ["set": list(tags)])
    case .addAssignees(let names): ("alert.assignees", ["added": list(names)])
    case .removeAssignees(let names): ("alert.assignees", ["removed": list(names)])
    case .setAssignees(let names): ("alert.assignees", ["set": list(names)])
    // The words of a note are kept with the alert.
    case .note: ("alert.note", [:])
    }
  }
}

extension ServerServices {
  /// Tells who watches that alerts changed.
  func announce(_ alerts: [String]) {
    guard !alerts.isEmpty else { return }
    updates.publish("change", ["ids": .array(alerts.prefix(1000).map { .string($0) })])
  }
}
