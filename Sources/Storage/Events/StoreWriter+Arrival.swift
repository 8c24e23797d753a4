public import Events
import GRDB

extension StoreWriter {
  /// When the events that this transaction adds arrive: now, or when the latest event arrived if the clock went back.
  ///
  /// - Throws: `StoreError`.
  public func arrivalTime() throws -> Timestamp {
    try openArrivals().arrivalTime
  }

  /// Moves the cursors of a name that stand at one place to another one: those of rules that have judged everything so far.
  ///
  /// - Throws: `StoreError`.
  public func moveRuleCursors(_ name: String, from old: Int64, to new: Int64) throws {
    try execute("UPDATE rule_cursors SET position = ? WHERE name = ? AND position = ?", [new, name, old])
  }

  /// Forgets how far a rule has read.
  ///
  /// - Throws: `StoreError`.
  public func removeRuleCursor(_ rule: String, _ name: String) throws {
    try execute("DELETE FROM rule_cursors WHERE rule_id = ? AND name = ?", [rule, name])
  }
}

extension StoreWriter {
  /// Forgets what a rule remembers and how far it has read, so that it begins anew. What waits for its next run stays.
  ///
  /// - Throws: `StoreError`.
  public func forgetRuleProgress(_ rule: String) throws {
    for table in ["rule_state", "rule_state_entries", "rule_cursors"] {
      try execute("DELETE FROM \(table) WHERE rule_id = ?", [rule])
    }
  }
}

extension StoreReader {
  /// The rules that remember something.
  ///
  /// - Throws: `StoreError`.
  public func rulesWithState() throws -> [String] {
    try rows("SELECT rule_id FROM rule_state ORDER BY rule_id") { $0[0] }
  }

  /// The place of the newest event that had arrived at a time; 0 when none had.
  ///
  /// - Throws: `StoreError`.
  public func lastSeq(arrivedBy time: Timestamp) throws -> Int64 {
    var last: Int64 = 0
    for partition in try partitions() {
      guard let seq = partition.seq, let ingested = partition.ingested,
        ingested.lowerBound <= time.nanoseconds
      else { continue }
      if ingested.upperBound <= time.nanoseconds {
        last = max(last, seq.upperBound)
      } else {
        // Arrival times do not fall in the order of arrival, so the newest one at or before a time ends the search.
        let sql = "SELECT seq FROM \(partition.name) WHERE ingested <= ? ORDER BY seq DESC LIMIT 1"
        last = max(last, Int64(try integer(sql, [time.nanoseconds])))
      }
    }
    return last
  }
}
