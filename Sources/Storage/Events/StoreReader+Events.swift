import Events
import GRDB

extension StoreReader {
  /// The place of the newest event that was ever stored; 0 before the first. Events that arrive later have greater ones.
  ///
  /// - Throws: `StoreError`.
  public func lastSeq() throws -> Int64 {
    Int64(try integer("SELECT seq FROM arrivals"))
  }

  /// How many events are stored.
  ///
  /// - Throws: `StoreError`.
  public func eventCount() throws -> Int {
    try integer("SELECT sum(rows) FROM partitions")
  }

  /// The days that have events, oldest first, then the events outside all days.
  ///
  /// - Throws: `StoreError`.
  public func days() throws -> [EventDay] {
    try partitions().map { EventDay($0) }
  }

  func partitions() throws -> [Partition] {
    try rows(
      "SELECT \(Partition.columns) FROM partitions ORDER BY day IS NULL, day", [], Partition.init(row:))
  }

  /// Hands out the events of a selection, one after the other; memory does not grow with their number.
  ///
  /// The selection's condition is applied as far as columns can tell: events that do not match may be handed out, and none
  /// that matches is left out.
  ///
  /// - Parameters:
  ///   - selection: Which events, and in which order.
  ///   - body: Takes an event, whose bytes are valid during the call; returns false to stop.
  /// - Throws: `StoreError`, and what the closure throws.
  public func events(_ selection: EventSelection, _ body: (StoredEvent) throws -> Bool) throws {
    try EventMerge(self, selection).forEach { event, _ in try body(event) }
  }

  /// The event at a place in the order of arrival; nil when it is gone.
  ///
  /// - Throws: `StoreError`.
  public func event<T>(seq: Int64, _ body: (StoredEvent) throws -> T) throws -> T? {
    var result: T?
    try events(EventSelection(seq: seq..<seq + 1, limit: 1)) { event in
      result = try body(event)
      return false
    }
    return result
  }

  /// The newest event with an index and an identifier; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func event<T>(index: String, id: String, _ body: (StoredEvent) throws -> T) throws -> T? {
    let identity = Arrivals.identity(index, id)
    for partition in try partitions().reversed() {
      let sql = "SELECT seq FROM \(partition.name) WHERE identity = ?"
      guard let seq = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [identity]) else {
        continue
      }
      return try event(seq: seq, body)
    }
    return nil
  }
}
