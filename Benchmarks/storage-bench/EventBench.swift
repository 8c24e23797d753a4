import Events
import Foundation
import Query
import Storage

/// Stores events and reads them by what rules ask.
struct EventBench {
  let folder: URL
  let count: Int
  /// The days over which the events are spread.
  var days: Int64 = 1
  /// Events of one transaction.
  static let batch = 5000

  static let start = Timestamp("2026-10-14T00:00:00Z") ?? Timestamp(nanoseconds: 0)

  var records: SampleRecords {
    SampleRecords(
      from: Self.start, step: max(1, days * 86_399_000_000_000 / Int64(count)), rareEvery: max(2, count / 500)
    )
  }

  /// The clock stands at the end of the last day.
  var options: Store.Options {
    let end = Timestamp(nanoseconds: Self.start.nanoseconds + days * 86_400_000_000_000)
    return Store.Options(now: { end })
  }

  func run() throws {
    let store = try Store(folder: folder, options: options)
    try append(store)
    let size = try store.size()
    let days = try store.read { try $0.days() }
    Measure.print("file, bytes an event", Double(size.total) / Double(count), "B")
    Measure.print(
      "compressed text, bytes an event", Double(days.reduce(0) { $0 + $1.bytes }) / Double(count), "B")
    try select(store)
    try store.close()
  }

  func append(_ store: Store, name: String = "append") throws {
    var records = records
    var made = 0
    var bytes = 0
    var writing = Measure()
    var drafting = Measure()
    while made < count {
      let texts = (0..<min(Self.batch, count - made)).map { _ in records.text() }
      let drafts = try drafting.add { try texts.map { try records.draft(of: $0) } }
      bytes += drafts.reduce(0) { $0 + $1.bytes.count }
      try writing.add {
        try store.write { writer in
          for draft in drafts { _ = try writer.append(draft) }
        }
      }
      made += drafts.count
      if made % 500_000 < Self.batch {
        FileHandle.standardError.write(
          Data("\(made) events, \(Int(Double(made) / writing.clock)) a second\n".utf8))
      }
    }
    Measure.print("text, bytes an event", Double(bytes) / Double(count), "B")
    drafting.printRate("making drafts: reading, columns, compression", count, "events")
    writing.printRate(name, count, "events")
  }

  private func select(_ store: Store) throws {
    let hour = Timestamp(nanoseconds: Self.start.nanoseconds + 12 * 3_600_000_000_000)
    let end = Timestamp(nanoseconds: hour.nanoseconds + 3_599_999_999_999)
    let kql = """
      event.dataset:aws.cloudtrail and event.provider:config.amazonaws.com and \
      event.action:StopConfigurationRecorder and event.outcome:success
      """
    let condition = try KQLCompiler(types: .standard, now: end).compile(try KQLParser.parse(kql))
    var found = 0
    try Measure.median("rule over one hour") {
      found = 0
      try store.read { reader in
        try reader.search(condition, EventSelection(time: hour...end)) { _ in
          found += 1
          return true
        }
      }
    }
    print("  events found\t\(found)")
    try other(store, hour...end)
  }

  private func other(_ store: Store, _ range: ClosedRange<Timestamp>) throws {
    var read = 0
    try Measure.median("every event of one hour", 3) {
      read = 0
      try store.read { reader in
        try reader.events(EventSelection(time: range)) { _ in
          read += 1
          return true
        }
      }
    }
    print("  events read\t\(read)")
    let principal = Query.Expression.test(field: "user.name", .term("role-7", ignoresCase: false))
    try Measure.median("latest 100 events of a principal", 3) {
      try store.read { reader in
        try reader.search(principal, EventSelection(order: .timeDescending, limit: 100)) { _ in true }
      }
    }
    try Measure.median("latest 50 events") {
      try store.read { reader in
        try reader.search(.all, EventSelection(order: .timeDescending, limit: 50)) { _ in true }
      }
    }
    try Measure.median("most frequent actions of one hour", 3) {
      _ = try store.read { try $0.topValues(of: "event.action", .all, EventSelection(time: range)) }
    }
    let wildcard = Query.Expression.test(
      field: "event.action", .wildcard(Wildcard("Stop*"), ignoresCase: false))
    try Measure.median("count of event.action:Stop* in the day") {
      _ = try store.read { try $0.count(wildcard) }
    }
  }
}
