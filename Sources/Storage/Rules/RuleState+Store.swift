public import Events
import Foundation
import GRDB

extension StoreReader {
  /// The small part of what a rule remembers between runs; nil when it never stored any.
  ///
  /// - Throws: `StoreError`.
  public func ruleState(_ rule: String) throws -> JSON? {
    try row("SELECT state FROM rule_state WHERE rule_id = ?", [rule]) {
      try StoredText.value($0[0], "the state of rule \(rule)")
    }
  }

  /// Hands out the entries of one kind that a rule remembers, by key.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - kind: The kind, such as `seen`.
  ///   - body: Takes key and value.
  /// - Throws: `StoreError`, and what the closure throws.
  public func ruleStateEntries(_ rule: String, kind: String, _ body: (String, JSON) throws -> Void) throws {
    let sql = "SELECT key, value FROM rule_state_entries WHERE rule_id = ? AND kind = ? ORDER BY key"
    let cursor = try Row.fetchCursor(database.makeStatement(sql: sql), arguments: [rule, kind])
    while let row = try cursor.next() {
      let key = String(decoding: row[0] as Data, as: UTF8.self)
      let value: DatabaseValue = row[1]
      switch value.storage {
      case .int64(let number): try body(key, .number(JSONNumber(Int(number))))
      case .string(let text): try body(key, try StoredText.value(text, "an entry of rule \(rule)"))
      case .null, .double, .blob: throw StoreError(.corrupt, "an entry of rule \(rule) has no value")
      }
    }
  }

  /// How many entries of one kind a rule remembers.
  ///
  /// - Throws: `StoreError`.
  public func ruleStateEntryCount(_ rule: String, kind: String) throws -> Int {
    try integer("SELECT count(*) FROM rule_state_entries WHERE rule_id = ? AND kind = ?", [rule, kind])
  }

  /// How far a rule has read; nil when it never read anything.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - name: What is counted, such as `arrival` (a place in the order of arrival).
  /// - Returns: The position.
  /// - Throws: `StoreError`.
  public func ruleCursor(_ rule: String, _ name: String) throws -> Int64? {
    try row("SELECT position FROM rule_cursors WHERE rule_id = ? AND name = ?", [rule, name]) { $0[0] }
  }

  /// What a rule left for its next run, in the order in which it was left.
  ///
  /// - Throws: `StoreError`.
  public func pendingSignals(_ rule: String, limit: Int = .max) throws -> [PendingSignal] {
    try rows("SELECT id, payload FROM pending_signals WHERE rule_id = ? ORDER BY id LIMIT ?", [rule, limit]) {
      PendingSignal(id: $0[0], payload: try StoredText.value($0[1], "a pending signal of rule \(rule)"))
    }
  }

  /// How much a rule left for its next run.
  ///
  /// - Throws: `StoreError`.
  public func pendingSignalCount(_ rule: String) throws -> Int {
    try integer("SELECT count(*) FROM pending_signals WHERE rule_id = ?", [rule])
  }
}

/// What a run had no room for and the next one takes up.
public struct PendingSignal: Sendable, Hashable {
  /// The number of the row.
  public let id: Int64
  /// What the rule left.
  public let payload: JSON
}

extension StoreWriter {
  /// Stores the small part of what a rule remembers; nil forgets it.
  ///
  /// - Throws: `StoreError`.
  public func setRuleState(_ rule: String, _ state: JSON?) throws {
    guard let state else {
      try execute("DELETE FROM rule_state WHERE rule_id = ?", [rule])
      return
    }
    try execute(
      "INSERT INTO rule_state (rule_id, state) VALUES (?, ?) ON CONFLICT (rule_id) DO UPDATE SET state = excluded.state",
      [rule, StoredText.text(state)])
  }

  /// Stores what changed of the entries that a rule remembers.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - kind: The kind of the entries.
  ///   - changed: New values by key.
  ///   - removed: Keys that are forgotten.
  /// - Throws: `StoreError`.
  public func updateRuleState(
    _ rule: String, kind: String, changed: [String: JSON], removed: some Sequence<String> = EmptyCollection()
  ) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO rule_state_entries (rule_id, kind, key, value) VALUES (?, ?, ?, ?)
        ON CONFLICT (rule_id, kind, key) DO UPDATE SET value = excluded.value
        """)
    for (key, value) in changed {
      let stored = value.integer?.databaseValue ?? StoredText.text(value).databaseValue
      try insert.execute(arguments: [rule, kind, Data(key.utf8), stored])
    }
    let delete = try database.cachedStatement(
      sql: "DELETE FROM rule_state_entries WHERE rule_id = ? AND kind = ? AND key = ?")
    for key in removed { try delete.execute(arguments: [rule, kind, Data(key.utf8)]) }
  }

  /// Forgets everything that a rule remembers: state, entries, cursors and what it left for the next run.
  ///
  /// - Throws: `StoreError`.
  public func forgetRuleState(_ rule: String) throws {
    for table in ["rule_state", "rule_state_entries", "rule_cursors", "pending_signals"] {
      try execute("DELETE FROM \(table) WHERE rule_id = ?", [rule])
    }
  }

  /// Stores how far a rule has read.
  ///
  /// - Throws: `StoreError`.
  public func setRuleCursor(_ rule: String, _ name: String, to position: Int64) throws {
    try execute(
      """
      INSERT INTO rule_cursors (rule_id, name, position) VALUES (?, ?, ?)
      ON CONFLICT (rule_id, name) DO UPDATE SET position = excluded.position
      """, [rule, name, position])
  }

  /// Leaves something for a rule's next run.
  ///
  /// - Throws: `StoreError`.
  public func addPendingSignals(_ rule: String, _ payloads: [JSON]) throws {
    for payload in payloads {
      try execute(
        "INSERT INTO pending_signals (rule_id, payload, created) VALUES (?, ?, ?)",
        [rule, StoredText.text(payload), now.nanoseconds])
    }
  }

  /// Removes what a run has taken up.
  ///
  /// - Throws: `StoreError`.
  public func removePendingSignals(_ ids: [Int64]) throws {
    for id in ids { try execute("DELETE FROM pending_signals WHERE id = ?", [id]) }
  }
}
