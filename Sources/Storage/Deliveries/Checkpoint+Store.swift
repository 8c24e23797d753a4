import Events
import GRDB

extension StoreReader {
  /// How far an input is; nil when it never stored it.
  ///
  /// - Throws: `StoreError`.
  public func checkpoint(_ name: String) throws -> String? {
    try row("SELECT position FROM checkpoints WHERE name = ?", [name]) { $0[0] }
  }

  /// All checkpoints whose names begin with a text, by name.
  ///
  /// - Throws: `StoreError`.
  public func checkpoints(prefix: String = "") throws -> [(name: String, position: String)] {
    try rows(
      "SELECT name, position FROM checkpoints WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name", [prefix]
    ) { ($0[0], $0[1]) }
  }
}

extension StoreWriter {
  /// Stores how far an input is, in the transaction that stores what it read.
  ///
  /// - Throws: `StoreError`.
  public func setCheckpoint(_ name: String, to position: String) throws {
    try execute(
      """
      INSERT INTO checkpoints (name, position, updated) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET position = excluded.position, updated = excluded.updated
      """, [name, position, now.nanoseconds])
  }

  /// Forgets how far an input is.
  ///
  /// - Throws: `StoreError`.
  public func removeCheckpoint(_ name: String) throws {
    try execute("DELETE FROM checkpoints WHERE name = ?", [name])
  }
}
