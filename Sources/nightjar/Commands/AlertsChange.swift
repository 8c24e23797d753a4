import ArgumentParser
import Events
import Foundation
import OrderedCollections
import Storage

/// Changes of alerts, in a data folder or on a server.
enum AlertsChange {
  /// Something that is wrong with what was asked.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// Says what goes wrong, and ends the program with the status for it.
  static func reporting(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let refusal as Refusal {
      Output.error("nightjar: \(refusal)\n")
      throw Exit.usage
    } catch let failure as ServerClient.Failure {
      Output.error("nightjar: \(failure)\n")
      throw Exit.incomplete
    } catch let error as StoreError {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    }
  }

  /// The alert whose identifier begins with a text.
  static func find(_ prefix: String, _ store: Store) throws -> String {
    try one(try store.read { try $0.alertIDs(prefix: prefix) }, prefix)
  }

  /// The alert whose identifier begins with a text.
  static func find(_ prefix: String, _ client: ServerClient) throws -> String {
    let escaped = prefix.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard escaped == prefix, !prefix.isEmpty else { throw Refusal(description: "\(prefix) is no identifier of an alert") }
    let answer = try client.json(
      "GET", ["api", "nightjar", "alerts"],
      query: [("query", "kibana.alert.uuid: \(prefix)*"), ("per_page", "10"), ("building_blocks", "true")])
    let found = answer["alerts"]?.array?.compactMap { $0["kibana.alert.uuid"]?.string } ?? []
    return try one(found, prefix)
  }

  private static func one(_ found: [String], _ prefix: String) throws(Refusal) -> String {
    if found.contains(prefix) { return prefix }
    guard let first = found.first else {
      throw Refusal(description: "no alert begins with \"\(prefix)\"; nightjar alerts list shows all")
    }
    guard found.count == 1 else {
      let names = found.map { "\n  \($0)" }.joined()
      throw Refusal(description: "several alerts begin with \"\(prefix)\"; give more of it:\(names)")
    }
    return first
  }

  /// Changes alerts and says which.
  ///
  /// - Parameters:
  ///   - alerts: The beginnings of their identifiers.
  ///   - update: The change in a store.
  ///   - action: Its name in the audit log.
  ///   - body: The change as a server takes it.
  ///   - note: Words to keep with the alerts; nil for none.
  ///   - source: Where the alerts are.
  static func run(
    _ alerts: [String], _ update: AlertUpdate, action: String, body: JSONObject, note: String?, _ source: AlertSource
  ) throws {
    let changed: [String]
    switch source {
    case .store(let store):
      let uuids = try alerts.map { try find($0, store) }
      let actor = "local:\(NSUserName())"
      changed = try store.write { writer in
        let changed = try writer.updateAlerts(uuids, update, by: actor)
        if let note { try writer.updateAlerts(uuids, .note(note), by: actor) }
        for alert in changed {
          try writer.audit(action: action, subject: alert, actor: actor, details: body)
        }
        return changed
      }
    case .server(let client):
      var body = body
      body["ids"] = .array(try alerts.map { .string(try find($0, client)) })
      body["note"] = note.map { .string($0) }
      let answer = try client.json("POST", ["api", "nightjar", "alerts", "_update"], body: .object(body))
      changed = answer["changed"]?.array?.compactMap(\.string) ?? []
    }
    for alert in changed { Output.line(alert) }
    if changed.isEmpty { Output.error("nothing changed\n") }
  }
}
