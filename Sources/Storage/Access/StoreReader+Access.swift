public import Events
import GRDB

extension StoreReader {
  /// The users, by name.
  ///
  /// - Throws: `StoreError`.
  public func users() throws -> [StoredUser] {
    try rows("SELECT \(StoredUser.columns) FROM users ORDER BY name", [], StoredUser.init(row:))
  }

  /// The user with a name; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func user(_ name: String) throws -> StoredUser? {
    try row("SELECT \(StoredUser.columns) FROM users WHERE name = ?", [name], StoredUser.init(row:))
  }

  /// The session with a hash; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func session(_ hash: String) throws -> StoredSession? {
    try row(
      "SELECT \(StoredSession.columns) FROM sessions WHERE hash = ?", [hash], StoredSession.init(row:))
  }

  /// The sessions of a user, the latest first.
  ///
  /// - Throws: `StoreError`.
  public func sessions(of user: String) throws -> [StoredSession] {
    try rows(
      "SELECT \(StoredSession.columns) FROM sessions WHERE user = ? ORDER BY last_used DESC, hash", [user],
      StoredSession.init(row:))
  }

  /// The keys, the oldest first.
  ///
  /// - Throws: `StoreError`.
  public func keys() throws -> [StoredKey] {
    try rows("SELECT \(StoredKey.columns) FROM api_keys ORDER BY created, id", [], StoredKey.init(row:))
  }

  /// The key with an identifier; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func key(_ id: String) throws -> StoredKey? {
    try row("SELECT \(StoredKey.columns) FROM api_keys WHERE id = ?", [id], StoredKey.init(row:))
  }

  /// The value of a setting; nil when it has none.
  ///
  /// - Throws: `StoreError`.
  public func setting(_ key: String) throws -> JSON? {
    try row("SELECT value FROM settings WHERE key = ?", [key]) {
      try StoredText.value($0[0], "the setting \(key)")
    }
  }
}

extension StoredUser {
  static let columns = "name, password, roles, is_disabled, created, last_used"

  init(row: Row) throws {
    self.init(
      name: row[0], password: row[1], roles: try StoredText.texts(row[2], "the roles of a user"),
      isDisabled: row[3], created: Timestamp(row[4] as Int64),
      lastUsed: (row[5] as Int64?).map { Timestamp($0) })
  }
}

extension StoredSession {
  static let columns = "hash, user, created, expires, last_used"

  init(row: Row) {
    self.init(
      hash: row[0], user: row[1], created: Timestamp(row[2] as Int64), expires: Timestamp(row[3] as Int64),
      lastUsed: Timestamp(row[4] as Int64))
  }
}

extension StoredKey {
  static let columns = "id, name, hash, roles, owner, created, expires, last_used"

  init(row: Row) throws {
    self.init(
      id: row[0], name: row[1], hash: row[2], roles: try StoredText.texts(row[3], "the roles of a key"),
      owner: row[4], created: Timestamp(row[5] as Int64), expires: (row[6] as Int64?).map { Timestamp($0) },
      lastUsed: (row[7] as Int64?).map { Timestamp($0) })
  }
}
