import Events
import Foundation
import GRDB
import Query
import Storage

/// Stores events and reads them by what rules ask.
struct EventBench {
  let folder: URL
  let count: Int
  /// Events of one transaction.
  static let batch = 5000

  private static let start = Timestamp("2026-10-14T00:00:00Z") ?? Timestamp(nanoseconds: 0)

  /// The events spread over one day.
  private var records: SampleRecords {
    SampleRecords(
      from: Self.start, step: max(1, 86_399_000_000_000 / Int64(count)), rareEvery: max(2, count / 500))
  }

  func run() throws {
    let store = try Store(
      folder: folder,
      options: Store.Options(now: { Timestamp(nanoseconds: Self.start.nanoseconds + 86_400_000_000_000) }))
    try append(store)
    let size = try store.size()
    let days = try store.read { try $0.days() }
    Measure.print("file, bytes an event", Double(size.total) / Double(count), "B")
    Measure.print(
      "compressed text, bytes an event", Double(days.reduce(0) { $0 + $1.bytes }) / Double(count), "B")
    try select(store)
    try store.close()
  }

  private func append(_ store: Store) throws {
    var records = records
    var made = 0
    var bytes = 0
    var writing = 0.0
    while made < count {
      var drafts: [EventDraft] = []
      for _ in 0..<min(Self.batch, count - made) { drafts.append(try records.draft()) }
      bytes += drafts.reduce(0) { $0 + $1.bytes.count }
      let (_, seconds) = try Measure.seconds {
        try store.write { writer in
          for draft in drafts { _ = try writer.append(draft) }
        }
      }
      writing += seconds
      made += drafts.count
      if made % 500_000 < Self.batch {
        FileHandle.standardError.write(Data("\(made) events, \(Int(Double(made) / writing)) a second\n".utf8))
      }
    }
    Measure.print("text, bytes an event", Double(bytes) / Double(count), "B")
    Measure.print("append", Double(count) / writing, "events/s")
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
    let rule = try Measure.median {
      found = 0
      try store.read { reader in
        try reader.search(condition, EventSelection(time: hour...end)) { _ in
          found += 1
          return true
        }
      }
    }
    Measure.print("rule over one hour (\(found) events found)", rule, "ms")
    try other(store, hour...end)
  }

  private func other(_ store: Store, _ range: ClosedRange<Timestamp>) throws {
    var read = 0
    let all = try Measure.median(3) {
      read = 0
      try store.read { reader in
        try reader.events(EventSelection(time: range)) { _ in
          read += 1
          return true
        }
      }
    }
    Measure.print("every event of one hour (\(read) events)", all, "ms")
    let principal = Query.Expression.test(field: "user.name", .term("role-7", ignoresCase: false))
    let timeline = try Measure.median(3) {
      try store.read { reader in
        try reader.search(principal, EventSelection(order: .timeDescending, limit: 100)) { _ in true }
      }
    }
    Measure.print("latest 100 events of a principal", timeline, "ms")
    let newest = try Measure.median {
      try store.read { reader in
        try reader.search(.all, EventSelection(order: .timeDescending, limit: 50)) { _ in true }
      }
    }
    Measure.print("latest 50 events", newest, "ms")
    let top = try Measure.median(1) {
      _ = try store.read { try $0.topValues(of: "event.action", .all, EventSelection(time: range)) }
    }
    Measure.print("most frequent actions of one hour", top, "ms")
    let wildcard = Query.Expression.test(
      field: "event.action", .wildcard(Wildcard("Stop*"), ignoresCase: false))
    let stops = try Measure.median { _ = try store.read { try $0.count(wildcard) } }
    Measure.print("count of event.action:Stop* in the day", stops, "ms")
  }

  /// The same rows through GRDB alone: one table with the same columns and indexes, the text as it is.
  func bare() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pool = try DatabasePool(path: folder.appending(path: "bare.sqlite").path)
    let fields = EventField.allCases.map { "f\($0.rawValue)" }
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    try pool.write { database in
      try database.execute(
        sql: """
          CREATE TABLE events (seq INTEGER PRIMARY KEY, time INTEGER, ingested INTEGER, identity BLOB,
            \(fields.joined(separator: " TEXT, ")) TEXT, raw BLOB);
          CREATE UNIQUE INDEX events_identity ON events (identity);
          CREATE INDEX events_time ON events (time);
          """)
      for field in [0, 1, 5, 6, 7] {
        try database.execute(sql: "CREATE INDEX events_f\(field) ON events (f\(field))")
      }
    }
    var records = records
    var made = 0
    var writing = 0.0
    let marks = Array(repeating: "?", count: 5 + fields.count).joined(separator: ", ")
    while made < count {
      var drafts: [EventDraft] = []
      for _ in 0..<min(Self.batch, count - made) { drafts.append(try records.draft()) }
      let (_, seconds) = try Measure.seconds {
        try pool.write { database in
          let statement = try database.cachedStatement(sql: "INSERT INTO events VALUES (\(marks))")
          for (number, draft) in drafts.enumerated() {
            var arguments: [(any DatabaseValueConvertible)?] = [
              made + number, draft.time?.nanoseconds, made, Data(draft.id.utf8.suffix(16)),
            ]
            for field in EventField.allCases {
              if case .text(let text) = draft.columns[field] {
                arguments.append(text)
              } else {
                arguments.append(nil)
              }
            }
            arguments.append(Data(draft.bytes))
            try statement.execute(arguments: StatementArguments(arguments))
          }
        }
      }
      writing += seconds
      made += drafts.count
    }
    Measure.print("bare insert with GRDB", Double(count) / writing, "events/s")
    let size = try pool.read { try (Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0) * 4096 }
    Measure.print("bare file, bytes an event", Double(size) / Double(count), "B")
  }
}
