import Events
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Storage

struct SchemaTests {
  /// What the tables and indexes of a file are.
  private static func schema(_ folder: URL) throws -> [String] {
    let queue = try DatabaseQueue(path: folder.appending(path: Store.fileName).path)
    return try queue.read { database in
      try String.fetchAll(
        database, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
    }
  }

  @Test func everyOlderFileBecomesTheNewestOne() throws {
    let fresh = try TemporaryFolder()
    try Store(folder: fresh.url).close()
    let newest = try Self.schema(fresh.url)
    let names = Schema.migrator.migrations
    #expect(names.count >= 5)
    for name in names {
      let folder = try TemporaryFolder()
      let pool = try DatabasePool(path: folder.url.appending(path: Store.fileName).path)
      try Schema.migrator.migrate(pool, upTo: name)
      try pool.write { try $0.execute(sql: "UPDATE arrivals SET seq = 41") }
      try pool.close()
      let test = try TestStore(folder: folder)
      #expect(try test.append(["{}"]) == [.stored(42)])
      try test.store.close()
      let other = try Self.schema(folder.url).filter { !$0.contains("_other") }
      #expect(other == newest, "from \(name)")
    }
  }

  @Test func aFileOfANewerVersionIsRefused() throws {
    let folder = try TemporaryFolder()
    try Store(folder: folder.url).close()
    let queue = try DatabaseQueue(path: folder.url.appending(path: Store.fileName).path)
    try queue.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 of the future')")
    }
    try queue.close()
    let error = #expect(throws: StoreError.self) { try Store(folder: folder.url) }
    #expect(error?.kind == .newerSchema)
  }

  @Test func whatIsPromisedOfTheFileHolds() throws {
    let test = try TestStore()
    try test.store.pool.writeWithoutTransaction { (database) throws in
      // FULL, WAL, INCREMENTAL.
      #expect(try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2)
      #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
      #expect(try Int.fetchOne(database, sql: "PRAGMA auto_vacuum") == 2)
      #expect(try Int.fetchOne(database, sql: "PRAGMA foreign_keys") == 1)
    }
  }
}
