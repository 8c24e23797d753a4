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

  /// What is needed of an alert.
  private struct Entry {
    let uuid: String
    let events: [String]
    let present: JSON?
  }

  /// So many alerts are changed in one transaction.
  private static let batch = 1000

  /// Says it of all alerts.
  ///
  /// - Returns: How many alerts say something else than before, by what they say now.
  /// - Throws: `StoreError`.
  func run() throws -> [String: Int] {
    let entries = try entries()
    let files = find(entries.reduce(into: []) { $0.formUnion($1.events) })
    let changes = entries.compactMap { entry -> (uuid: String, fields: JSONObject)? in
      let names = files.files(of: entry.events).map { list.entries[$0].path.text }
      guard let fields = index.fields(forAny: names), fields["nightjar"] != entry.present else { return nil }
      return (entry.uuid, fields)
    }
    var counts: [String: Int] = [:]
    for start in stride(from: 0, to: changes.count, by: Self.batch) {
      try store(changes[start..<min(start + Self.batch, changes.count)], &counts)
    }
    return counts
  }

  private func entries() throws -> [Entry] {
    try store.read { reader in
      var entries: [Entry] = []
      try reader.forEachAlert(AlertSearch(includesBuildingBlocks: true)) { alert in
        let events = Alert.eventIDs(of: alert.document)
        if !events.isEmpty {
          entries.append(Entry(uuid: alert.row.uuid, events: events, present: alert.document["nightjar"]))
        }
        return true
      }
      return entries
    }
  }

  private func store(
    _ changes: ArraySlice<(uuid: String, fields: JSONObject)>, _ counts: inout [String: Int]
  ) throws {
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
