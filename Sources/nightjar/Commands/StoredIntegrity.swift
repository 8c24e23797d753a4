import CloudTrail
import Detection
import Events
import Foundation
import Inputs
import OrderedCollections
import Query
import Storage

/// Says of the alerts of a store how far their log files are proved. Stored events do not know their files, so the files
/// are read for the events of the alerts.
struct StoredIntegrity {
  let store: Store
  let index: VerificationIndex
  /// The files that the digests list.
  let list: FileList
  let threads: Int

  /// Alerts whose events are looked for at once.
  private static let batch = 20_000

  /// Says it of all alerts.
  ///
  /// - Returns: How many alerts say something else than before, by what they say now.
  /// - Throws: `StoreError`.
  func run() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    var search = AlertSearch(includesBuildingBlocks: true, isDescending: false, limit: Self.batch)
    while true {
      let alerts = try store.read { try $0.alerts(search).alerts }
      guard !alerts.isEmpty else { return counts }
      try say(alerts, &counts)
      search.offset += alerts.count
    }
  }

  private func say(_ alerts: [StoredAlert], _ counts: inout [String: Int]) throws {
    let events = alerts.map { Alert.eventIDs(of: $0.document) }
    let files = find(Set(events.joined()))
    let changes = zip(alerts, events).compactMap { alert, events -> (uuid: String, fields: JSONObject)? in
      let names = files.files(of: events).map { list.entries[$0].path.text }
      guard let fields = index.fields(forAny: names), fields["nightjar"] != alert.document["nightjar"] else {
        return nil
      }
      return (alert.row.uuid, fields)
    }
    guard !changes.isEmpty else { return }
    let actor = "local:\(NSUserName())"
    try store.write { writer in
      for (uuid, fields) in changes {
        try writer.setAlertFields(uuid, fields)
        try writer.audit(
          action: "alert.verified", subject: uuid, actor: actor,
          details: fields["nightjar"]?["integrity"]?.object ?? [:])
      }
    }
    for change in changes {
      counts[change.fields["nightjar"]?["integrity"]?["state"]?.string ?? "", default: 0] += 1
    }
  }

  private func find(_ events: Set<String>) -> EventFiles {
    let found = FoundFiles()
    _ = FileScan(list: list, threads: threads).run(
      makeHandler: { EventFileFinder(events) }, finish: { found.add($0) }, tick: { _ in true })
    return found.files
  }
}
