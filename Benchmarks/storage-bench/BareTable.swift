import Events
import Foundation
import GRDB
import Storage

/// The table of events as one would make it with GRDB alone: the same columns and indexes, texts as they are.
struct BareTable {
  private let pool: DatabasePool
  private let statement: String
  private(set) var count = 0
  private(set) var writing = Measure()

  init(folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    pool = try DatabasePool(path: folder.appending(path: "bare.sqlite").path)
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
    let marks = Array(repeating: "?", count: 5 + fields.count).joined(separator: ", ")
    statement = "INSERT INTO events VALUES (\(marks))"
  }

  /// Inserts events in one transaction.
  mutating func insert(_ drafts: [EventDraft]) throws {
    let first = count
    try writing.add {
      try pool.write { database in
        let statement = try database.cachedStatement(sql: statement)
        for (number, draft) in drafts.enumerated() {
          try statement.execute(arguments: Self.arguments(draft, seq: first + number, arrived: first))
        }
      }
    }
    count += drafts.count
  }

  private static func arguments(_ draft: EventDraft, seq: Int, arrived: Int) -> StatementArguments {
    var arguments: [(any DatabaseValueConvertible)?] = [
      seq, draft.time?.nanoseconds, arrived, Data(draft.id.utf8.suffix(16)),
    ]
    for field in EventField.allCases {
      if case .text(let text) = draft.columns[field] { arguments.append(text) } else { arguments.append(nil) }
    }
    arguments.append(Data(draft.bytes))
    return StatementArguments(arguments)
  }

  /// Prints how fast rows were inserted and how much room they take.
  func report() throws {
    writing.printRate("bare insert with GRDB", count, "events")
    let size = try pool.read { try (Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0) * 4096 }
    Measure.print("bare file, bytes an event", Double(size) / Double(max(1, count)), "B")
  }
}
