import Foundation
import GRDB
import GRDBSQLite

/// Inserts rows into one table of events. Values are bound through SQLite's own interface
/// (https://www.sqlite.org/c3ref/bind_blob.html): this is the one statement that runs for every event.
final class EventInsert {
  private let statement: Statement

  init(table: String, _ database: Database) throws {
    let columns = EventField.allCases.map(\.column).joined(separator: ", ")
    let marks = String(repeating: ", ?", count: EventField.allCases.count)
    statement = try database.cachedStatement(
      sql: """
        INSERT INTO \(table) (seq, time, ingested, identity, index_name, kind, \(columns), raw)
        VALUES (?, ?, ?, ?, ?, ?\(marks), ?) ON CONFLICT (identity) DO NOTHING
        """)
  }

  /// Inserts a row unless one with its identity is there already.
  ///
  /// - Returns: Whether the row is new.
  /// - Throws: `DatabaseError`.
  func run(
    seq: Int64, time: Int64?, ingested: Int64, identity: Data, index: Int64, kind: Int, values: [Int64],
    frame: UnsafeRawBufferPointer
  ) throws -> Bool {
    let handle = statement.sqliteStatement
    sqlite3_reset(handle)
    sqlite3_bind_int64(handle, 1, seq)
    if let time { sqlite3_bind_int64(handle, 2, time) } else { sqlite3_bind_null(handle, 2) }
    sqlite3_bind_int64(handle, 3, ingested)
    sqlite3_bind_int64(handle, 5, index)
    sqlite3_bind_int64(handle, 6, Int64(kind))
    for (place, value) in values.enumerated() { sqlite3_bind_int64(handle, Int32(7 + place), value) }
    return try identity.withUnsafeBytes { identity in
      // The bytes stay where they are until the statement is done, so SQLite need not copy them.
      sqlite3_bind_blob(handle, 4, identity.baseAddress, Int32(identity.count), nil)
      sqlite3_bind_blob(handle, Int32(7 + values.count), frame.baseAddress, Int32(frame.count), nil)
      defer {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
      }
      let code = sqlite3_step(handle)
      guard code == SQLITE_DONE else {
        let connection = sqlite3_db_handle(handle)
        throw DatabaseError(
          resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
          message: sqlite3_errmsg(connection).map { String(cString: $0) })
      }
      return sqlite3_changes(sqlite3_db_handle(handle)) > 0
    }
  }
}
