public import Events
import GRDB

/// A document that is stored under an identifier, such as an exception.
public struct NamedDocument: Sendable, Hashable {
  /// The identifier.
  public let id: String
  /// The document.
  public let document: JSON
  /// When it was last changed.
  public let updated: Timestamp

  init(row: Row) throws {
    let id: String = row[0]
    self.id = id
    document = try StoredText.value(row[1], id)
    updated = Timestamp(row[2] as Int64)
  }
}

extension StoreReader {
  /// All exception lists, by identifier.
  ///
  /// - Throws: `StoreError`.
  public func exceptionLists() throws -> [NamedDocument] {
    try rows("SELECT id, document, updated FROM exception_lists ORDER BY id", [], NamedDocument.init(row:))
  }

  /// The items of an exception list, or of all, by identifier.
  ///
  /// - Throws: `StoreError`.
  public func exceptionItems(list: String? = nil) throws -> [NamedDocument] {
    try rows(
      "SELECT id, document, updated FROM exception_items WHERE ?1 IS NULL OR list = ?1 ORDER BY id", [list],
      NamedDocument.init(row:))
  }

  /// An exception item; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func exceptionItem(_ id: String) throws -> NamedDocument? {
    try row("SELECT id, document, updated FROM exception_items WHERE id = ?", [id], NamedDocument.init(row:))
  }

  /// All value lists, without their values, by identifier.
  ///
  /// - Throws: `StoreError`.
  public func valueLists() throws -> [NamedDocument] {
    try rows("SELECT id, document, updated FROM value_lists ORDER BY id", [], NamedDocument.init(row:))
  }

  /// The values of a list, in order.
  ///
  /// - Throws: `StoreError`.
  public func valueListItems(_ list: String) throws -> [String] {
    try rows("SELECT value FROM value_list_items WHERE list = ? ORDER BY value", [list]) { $0[0] }
  }

  /// How often exceptions explained matches.
  ///
  /// - Throws: `StoreError`.
  public func expectedHits() throws -> [ExpectedHits] {
    try rows("SELECT exception, rule_id, count, last FROM expected_hits ORDER BY exception, rule_id") { row in
      ExpectedHits(exception: row[0], rule: row[1], count: row[2], last: Timestamp(row[3] as Int64))
    }
  }
}

/// How often an exception explained matches of a rule.
public struct ExpectedHits: Sendable, Hashable {
  /// The exception.
  public let exception: String
  /// The rule.
  public let rule: String
  /// How often.
  public let count: Int
  /// The time of the latest match.
  public let last: Timestamp
}

extension StoreWriter {
  /// Stores an exception list; nil removes it with its items.
  ///
  /// - Throws: `StoreError`.
  public func setExceptionList(_ id: String, _ document: JSON?) throws {
    guard let document else {
      try execute("DELETE FROM exception_items WHERE list = ?", [id])
      try execute("DELETE FROM exception_lists WHERE id = ?", [id])
      return
    }
    try execute(
      """
      INSERT INTO exception_lists (id, document, updated) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET document = excluded.document, updated = excluded.updated
      """, [id, StoredText.text(document), now.nanoseconds])
  }

  /// Stores an item of an exception list.
  ///
  /// - Throws: `StoreError`.
  public func setExceptionItem(_ id: String, list: String, _ document: JSON) throws {
    try execute(
      """
      INSERT INTO exception_items (id, list, document, updated) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET list = excluded.list, document = excluded.document, updated = excluded.updated
      """, [id, list, StoredText.text(document), now.nanoseconds])
  }

  /// Removes an item of an exception list.
  ///
  /// - Returns: Whether it was there.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeExceptionItem(_ id: String) throws -> Bool {
    try execute("DELETE FROM exception_items WHERE id = ?", [id]) == 1
  }

  /// Stores a value list with its values in place of those it had; nil removes it.
  ///
  /// - Throws: `StoreError`.
  public func setValueList(_ id: String, _ document: JSON?, values: some Sequence<String>) throws {
    try execute("DELETE FROM value_list_items WHERE list = ?", [id])
    guard let document else {
      try execute("DELETE FROM value_lists WHERE id = ?", [id])
      return
    }
    try execute(
      """
      INSERT INTO value_lists (id, document, updated) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET document = excluded.document, updated = excluded.updated
      """, [id, StoredText.text(document), now.nanoseconds])
    try addValueListItems(id, values)
  }

  /// Adds values to a list.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such list.
  public func addValueListItems(_ list: String, _ values: some Sequence<String>) throws {
    let sql = "INSERT INTO value_list_items (list, value) VALUES (?, ?) ON CONFLICT DO NOTHING"
    for value in values { try execute(sql, [list, value]) }
  }

  /// Removes values from a list.
  ///
  /// - Throws: `StoreError`.
  public func removeValueListItems(_ list: String, _ values: some Sequence<String>) throws {
    for value in values {
      try execute("DELETE FROM value_list_items WHERE list = ? AND value = ?", [list, value])
    }
  }

  /// Counts matches that an exception explained.
  ///
  /// - Throws: `StoreError`.
  public func addExpectedHits(exception: String, rule: String, count: Int, last: Timestamp) throws {
    try execute(
      """
      INSERT INTO expected_hits (exception, rule_id, count, last) VALUES (?, ?, ?, ?)
      ON CONFLICT (exception, rule_id)
      DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)
      """, [exception, rule, count, last.nanoseconds])
  }
}
