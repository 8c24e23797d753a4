import Events
import Foundation
import OrderedCollections
import Storage

/// Writes until it is killed: each transaction stores some events, an alert, a cursor, a checkpoint, an entry of the audit
/// log. When it is on the disk, its number is printed.
struct CrashWriter {
  let folder: URL
  /// Events of one transaction.
  static let batch = 20

  func run() throws {
    let store = try Store(folder: folder)
    var number = try store.read { try $0.ruleCursor("crash", "batch") ?? 0 }
    var records = SampleRecords(
      from: Timestamp(nanoseconds: 1_791_936_000_000_000_000 + number * 1_000_000_000), step: 1_000_000,
      rareEvery: 10)
    while true {
      number += 1
      let drafts = try (0..<Self.batch).map { try records.draft(id: "\(number)-\($0)") }
      try store.write { try Self.write(drafts, number, $0) }
      FileHandle.standardOutput.write(Data("\(number)\n".utf8))
    }
  }

  private static func write(_ drafts: [EventDraft], _ number: Int64, _ writer: StoreWriter) throws {
    for draft in drafts { _ = try writer.append(draft) }
    let alert: JSONObject = [
      "@timestamp": .string(writer.now.description), "kibana.alert.uuid": .string("\(number)"),
      "kibana.alert.rule.rule_id": "crash", "kibana.alert.rule.name": "Crash", "kibana.alert.severity": "low",
      "kibana.alert.risk_score": 1, "user": ["name": "nobody"],
    ]
    try writer.insertAlert(AlertDraft(document: alert))
    try writer.setRuleCursor("crash", "batch", to: number)
    try writer.setCheckpoint("crash", to: "\(number)")
    try writer.audit(action: "crash.batch", subject: "\(number)", actor: "test")
  }
}
