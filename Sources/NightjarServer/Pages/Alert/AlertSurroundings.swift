import Events
import OrderedCollections
import Query
import Storage

/// What lies around an alert in the store: its history, its responses and other alerts.
struct AlertSurroundings: Sendable {
  /// What was read.
  struct Content: Sendable {
    var history: [AlertChange] = []
    var responses: [StoredResponse] = []
    var related: [(reason: String, alert: StoredAlert)] = []
    var incident: Incident?
  }

  let alert: StoredAlert
  let now: Timestamp

  private static let day: Int64 = 86_400_000_000_000
  private static let maximum = 12

  /// Reads everything.
  ///
  /// - Throws: `StoreError`.
  func read(_ reader: StoreReader) throws -> Content {
    var content = Content()
    content.history = try reader.alertHistory(alert.row.uuid)
    content.responses = try reader.responses(alert: alert.row.uuid, limit: 20)
    if let id = alert.row.incident { content.incident = try reader.incident(id) }
    content.related = try related(reader)
    return content
  }

  /// Alerts of the same source event, incident, principal, address and rule, each once.
  private func related(_ reader: StoreReader) throws -> [(reason: String, alert: StoredAlert)] {
    var found: [(reason: String, alert: StoredAlert)] = []
    var known: Set<String> = [alert.row.uuid]
    let around =
      Timestamp(
        nanoseconds: alert.row.created.nanoseconds - 7 * Self.day)...Timestamp(
        nanoseconds: alert.row.created.nanoseconds + Self.day)
    let questions: [(String, String?, String)] = [
      ("same principal", alert.row.principal, "user.name"), ("same address", alert.row.address, "source.ip"),
      ("same rule", alert.row.ruleID, "kibana.alert.rule.rule_id"),
    ]
    func add(_ reason: String, _ search: AlertSearch) throws {
      for other in try reader.alerts(search).alerts where found.count < Self.maximum {
        if known.insert(other.row.uuid).inserted { found.append((reason, other)) }
      }
    }
    if let incident = alert.row.incident {
      try add("same incident", AlertSearch(includesBuildingBlocks: true, incident: incident, limit: 6))
    }
    for (reason, value, field) in questions {
      guard let value, !value.isEmpty else { continue }
      let condition = try KQLCompiler(now: now).compile(KQLParser.parse(KQLText.has(field, value)))
      try add(
        reason, AlertSearch(condition: condition, includesBuildingBlocks: true, created: around, limit: 6))
    }
    return found
  }

  /// The values of templates.
  func values(_ content: Content) -> PageValues {
    var values: PageValues = [
      "related": content.related.map { reason, other in
        [
          "why": reason, "path": "/alerts/\(PageAddress.encoded(other.row.uuid))", "name": other.row.ruleName,
          "severityCell": SeverityValues.of(other.row.severity.name), "about": AlertSentence(other).text,
          "when": AlertRowValues.time(other.row.originalTime ?? other.row.created, now),
          "otherState": AlertRowValues.state(other.row),
        ] as PageValues
      },
      "history": content.history.reversed().map(change),
    ]
    if let incident = content.incident {
      values["incidentCell"] =
        [
          "path": "/incidents/\(incident.id)", "id": incident.id, "alerts": incident.alerts,
          "score": Int(incident.risk.rounded()),
        ] as PageValues
    }
    return values
  }

  private func change(_ change: AlertChange) -> PageValues {
    var values: PageValues = ["at": AlertRowValues.time(change.at, now), "by": change.actor]
    switch change.kind {
    case .note: values["words"] = "noted: \(change.new ?? "")"
    default:
      let old = change.old.map { $0.isEmpty ? "none" : AlertRowValues.reasonWords($0) } ?? "none"
      let new = change.new.map { $0.isEmpty ? "none" : AlertRowValues.reasonWords($0) } ?? "none"
      values["words"] = "\(change.kind.rawValue): \(old) → \(new)"
    }
    return values
  }
}
