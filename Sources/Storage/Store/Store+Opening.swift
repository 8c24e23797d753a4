public import Foundation
import GRDB

extension Store {
  /// Opens the file, brings its schema up to date, and looks for damage when the last process did not close it.
  static func open(_ folder: URL, _ options: Options) throws -> (FolderLock, DatabasePool) {
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StoreError(.inaccessible, "cannot make the folder \(folder.path)")
    }
    let lock = try FolderLock(folder: folder)
    do {
      let pool = try DatabasePool(
        path: folder.appending(path: fileName).path, configuration: configuration(options))
      try pool.writeWithoutTransaction { database in
        // The pool has chosen NORMAL, with which a loss of power can undo the latest transactions.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 16000")
        try database.execute(sql: "PRAGMA journal_size_limit = 134217728")
        try database.execute(sql: "PRAGMA cache_size = -65536")
        if let pages = options.maximumPages { try database.execute(sql: "PRAGMA max_page_count = \(pages)") }
      }
      if lock.wasInterrupted { try quickCheck(pool) }
      try migrate(pool)
      return (lock, pool)
    } catch {
      throw StoreError.translated(error)
    }
  }

  private static func configuration(_ options: Options) -> Configuration {
    var configuration = Configuration()
    configuration.label = "nightjar store"
    configuration.busyMode = .timeout(options.busyTimeout)
    configuration.maximumReaderCount = options.readers
    configuration.prepareDatabase { database in
      guard !database.configuration.readonly else {
        // Scans of a day read many pages; 16 MB for each of the few readers.
        try database.execute(sql: "PRAGMA cache_size = -16384")
        return
      }
      // Takes effect in a new file only: pages of dropped days can then be given back to the file system.
      try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    }
    return configuration
  }

  private static func migrate(_ pool: DatabasePool) throws {
    let migrator = Schema.migrator
    let isNewer = try pool.read { try migrator.hasBeenSuperseded($0) }
    guard !isNewer else {
      throw StoreError(.newerSchema, "\(fileName) has parts that this version does not know")
    }
    if try pool.read({ try migrator.hasCompletedMigrations($0) }) { return }
    try migrator.migrate(pool)
  }

  /// Looks for damage in the structure of the file.
  private static func quickCheck(_ pool: DatabasePool) throws {
    let problems = try pool.read { try String.fetchAll($0, sql: "PRAGMA quick_check(10)") }
    guard problems == ["ok"] else {
      throw StoreError(.corrupt, "\(fileName) is damaged: \(problems.joined(separator: "; "))")
    }
  }

  /// Everything that is wrong with the structure of the file; empty when it is sound.
  ///
  /// - Throws: `StoreError` when the file cannot be read at all.
  public func check() throws -> [String] {
    do {
      let problems = try pool.read { try String.fetchAll($0, sql: "PRAGMA quick_check(100)") }
      return problems == ["ok"] ? [] : problems
    } catch {
      throw StoreError.translated(error)
    }
  }

  /// Copies the store, as it is at one point in time, to a file that must not exist yet, while it is in use.
  ///
  /// - Throws: `StoreError`.
  public func backup(to file: URL) throws {
    guard !FileManager.default.fileExists(atPath: file.path) else {
      throw StoreError(.refused, "\(file.path) exists already")
    }
    do {
      let copy = try DatabaseQueue(path: file.path)
      try pool.backup(to: copy)
      try copy.close()
    } catch {
      throw StoreError.translated(error)
    }
  }

  /// Ends the use of the store. Nothing can be read or written afterwards.
  ///
  /// - Throws: `StoreError` when a snapshot is still being read.
  public func close() throws {
    do {
      // Moves what waits beside the file into it. Where another process still uses the folder, that is left to it.
      _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try pool.close()
    } catch {
      throw StoreError.translated(error)
    }
    lock.release()
  }
}
