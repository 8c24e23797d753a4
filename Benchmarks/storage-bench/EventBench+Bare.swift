import Events
import Foundation
import GRDB
import Storage

extension EventBench {
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
      for field in [1, 5, 6, 7] {
        try database.execute(sql: "CREATE INDEX events_f\(field) ON events (f\(field))")
      }
    }
    var records = records
    var made = 0
    var writing = Measure()
    let marks = Array(repeating: "?", count: 5 + fields.count).joined(separator: ", ")
    while made < count {
      var drafts: [EventDraft] = []
      for _ in 0..<min(Self.batch, count - made) { drafts.append(try records.draft()) }
      try writing.add {
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
      made += drafts.count
    }
    writing.printRate("bare insert with GRDB", count, "events")
    let size = try pool.read { try (Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0) * 4096 }
    Measure.print("bare file, bytes an event", Double(size) / Double(count), "B")
  }
}
