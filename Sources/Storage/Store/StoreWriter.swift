public import Events
import Foundation
import GRDB

/// Writes to the store inside one transaction. It is only valid inside `Store.write`.
public final class StoreWriter: StoreReader {
  let state: WritingState
  /// The time that the transaction began: changes carry it.
  public let now: Timestamp
  private var arrivals: Arrivals?
  /// The last entry that this transaction wrote to the audit log.
  var auditHead: (seq: Int64, hash: Data)?

  init(_ database: Database, _ options: Store.Options, _ state: WritingState) {
    self.state = state
    now = options.now()
    super.init(database, options)
  }

  /// Executes a statement.
  @discardableResult
  func execute(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try checkTransaction()
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
    return database.changesCount
  }

  /// SQLite ends a transaction itself when the disk is full or fails. What is written afterwards, by whoever did not let
  /// that error through, must not become a transaction of its own.
  func checkTransaction() throws {
    guard database.isInsideTransaction else {
      throw StoreError(.fullDisk, "the transaction was undone after an earlier error")
    }
  }

  /// What adds events in this transaction.
  func openArrivals() throws -> Arrivals {
    if let arrivals { return arrivals }
    let new = try Arrivals(self)
    arrivals = new
    return new
  }

  /// Writes what was counted while events were added, and forgets it, so that tables can be removed.
  func flushArrivals() throws {
    try arrivals?.finish()
    arrivals = nil
  }

  /// Writes what was counted while events were added, and signs the audit log.
  func finish() throws {
    try arrivals?.finish()
    try signAudit()
  }
}
