public import Events
import GRDB

extension StoreReader {
  /// A setting; nil when it was never stored.
  ///
  /// - Throws: `StoreError`.
  public func setting(_ key: String) throws -> JSON? {
    try row("SELECT value FROM settings WHERE key = ?", [key]) {
      try StoredText.value($0[0], "the setting \(key)")
    }
  }

  /// All settings.
  ///
  /// - Throws: `StoreError`.
  public func settings() throws -> [String: JSON] {
    let all = try rows("SELECT key, value FROM settings") { row in
      (row[0] as String, try StoredText.value(row[1], "a setting"))
    }
    return Dictionary(all, uniquingKeysWith: { first, _ in first })
  }
}

extension StoreWriter {
  /// Stores a setting; nil removes it.
  ///
  /// - Throws: `StoreError`.
  public func setSetting(_ key: String, to value: JSON?) throws {
    guard let value else {
      try execute("DELETE FROM settings WHERE key = ?", [key])
      return
    }
    try execute(
      """
      INSERT INTO settings (key, value, updated) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated = excluded.updated
      """, [key, StoredText.text(value), now.nanoseconds])
  }
}
