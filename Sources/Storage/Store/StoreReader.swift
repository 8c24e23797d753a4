import CloudTrail
import Events
import GRDB

/// Reads one snapshot of the store. It is only valid inside `Store.read` and `Store.write`.
public class StoreReader {
  let database: Database
  let options: Store.Options

  /// The columns of alerts in memory; nil where they are not kept, and inside transactions that write.
  let alertFacts: AlertFactsCache?

  /// What is remembered of searches through events; nil inside transactions that write.
  let eventDigests: EventDigestCache?

  init(
    _ database: Database, _ options: Store.Options, alertFacts: AlertFactsCache? = nil,
    eventDigests: EventDigestCache? = nil
  ) {
    self.database = database
    self.options = options
    self.alertFacts = alertFacts
    self.eventDigests = eventDigests
  }

  /// The rows of a query, each made into a value.
  func rows<T>(_ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> T) throws -> [T] {
    var found: [T] = []
    let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    while let row = try cursor.next() { found.append(try make(row)) }
    return found
  }

  /// The first row of a query, made into a value; nil when there is none.
  func row<T>(_ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> T) throws -> T? {
    try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments).map(make)
  }

  /// A whole number that a query returns; 0 when it returns none.
  func integer(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try row(sql, arguments) { $0[0] as Int? }.flatMap { $0 } ?? 0
  }
}
