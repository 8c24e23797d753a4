public import Events
import GRDB

extension StoreWriter {
  /// Removes all events of days that ended before a time, and events outside all days that arrived before it. A day is
  /// removed as a whole, without reading its events. `Store.shrink` then gives the space back.
  ///
  /// - Returns: How many events were removed.
  /// - Throws: `StoreError`.
  @discardableResult
  public func dropEvents(before time: Timestamp) throws -> Int {
    guard let midnight = Timestamp.from(days: time.daysAndRest.days) else { return 0 }
    try flushArrivals()
    var removed = 0
    for partition in try partitions() {
      if let day = partition.day {
        guard day < midnight.daysAndRest.days else { continue }
        try drop(partition)
        removed += Int(partition.rows)
      } else {
        removed += try removeOthers(partition, before: midnight)
      }
    }
    return removed
  }

  private func drop(_ partition: Partition) throws {
    try database.execute(sql: "DROP TABLE \(partition.name)")
    try database.execute(sql: "DROP TABLE \(partition.terms)")
    try execute("DELETE FROM partitions WHERE id = ?", [partition.id])
  }

  private func removeOthers(_ partition: Partition, before time: Timestamp) throws -> Int {
    let condition = "ingested < ?"
    let bytes = try integer(
      "SELECT coalesce(sum(length(raw)), 0) FROM \(partition.name) WHERE \(condition)", [time.nanoseconds])
    let count = try execute("DELETE FROM \(partition.name) WHERE \(condition)", [time.nanoseconds])
    guard count > 0 else { return 0 }
    if Int64(count) == partition.rows {
      try drop(partition)
    } else {
      try execute(
        "UPDATE partitions SET rows = rows - ?, bytes = bytes - ? WHERE id = ?", [count, bytes, partition.id])
    }
    return count
  }
}

extension Store {
  /// Gives space that was freed back to the file system, a little at a time so that others can write in between.
  ///
  /// - Parameter pages: The most pages of 4,096 bytes that are given back in one transaction.
  /// - Throws: `StoreError`.
  public func shrink(pages: Int = 2000) throws {
    do {
      while true {
        let free = try pool.writeWithoutTransaction { database in
          try database.execute(sql: "PRAGMA incremental_vacuum(\(max(1, pages)))")
          return try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        }
        guard free > 0 else { break }
      }
      try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    } catch {
      throw StoreError.translated(error)
    }
  }

  /// How large the store is, in bytes: the file and what waits beside it to be moved there.
  ///
  /// - Throws: `StoreError`.
  public func size() throws -> StoreSize {
    do {
      return try pool.read { database in
        let page = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        return StoreSize(
          total: try (Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0) * page,
          free: try (Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0) * page)
      }
    } catch {
      throw StoreError.translated(error)
    }
  }
}

/// How large the store is.
public struct StoreSize: Sendable, Hashable {
  /// The bytes of the file.
  public let total: Int
  /// The bytes of it that are free for new data.
  public let free: Int
}
