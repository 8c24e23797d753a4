public import Events
import GRDB

extension StoredUser {
  static let columns = "name, password, roles, is_disabled, created, last_used"

  init(row: Row) throws {
    self.init(
      name: row[0], password: row[1], roles: try StoredText.texts(row[2], "the roles of a user"),
      isDisabled: row[3], created: Timestamp(row[4] as Int64),
      lastUsed: (row[5] as Int64?).map { Timestamp($0) })
  }
}

extension StoredAPIKey {
  static let columns = "id, name, hash, roles, owner, created, expires, last_used"

  init(row: Row) throws {
    self.init(
      id: row[0], name: row[1], hash: row[2], roles: try StoredText.texts(row[3], "the roles of an API key"),
      owner: row[4], created: Timestamp(row[5] as Int64), expires: (row[6] as Int64?).map { Timestamp($0) },
      lastUsed: (row[7] as Int64?).map { Timestamp($0) })
  }
}

extension StoreReader {
  /// All users, by name.
  ///
  /// - Throws: `StoreError`.
  public func users() throws -> [StoredUser] {
    try rows("SELECT \(StoredUser.columns) FROM users ORDER BY name", [], StoredUser.init(row:))
  }

  /// A user by name; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func user(_ name: String) throws -> StoredUser? {
    try row("SELECT \(StoredUser.columns) FROM users WHERE name = ?", [name], StoredUser.init(row:))
  }

  /// The session with a hash that has not ended at a time; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func session(hash: String, at time: Timestamp) throws -> StoredSession? {
    try row(
      "SELECT hash, user, created, expires, last_used FROM sessions WHERE hash = ? AND expires > ?",
      [hash, time.nanoseconds]
    ) { row in
      StoredSession(
        hash: row[0], user: row[1], created: Timestamp(row[2] as Int64), expires: Timestamp(row[3] as Int64),
        lastUsed: Timestamp(row[4] as Int64))
    }
  }

  /// All API keys, the newest first.
  ///
  /// - Throws: `StoreError`.
  public func apiKeys() throws -> [StoredAPIKey] {
    try rows(
      "SELECT \(StoredAPIKey.columns) FROM api_keys ORDER BY created DESC, id", [], StoredAPIKey.init(row:))
  }

  /// The API key with a hash that has not ended at a time; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func apiKey(hash: String, at time: Timestamp) throws -> StoredAPIKey? {
    try row(
      "SELECT \(StoredAPIKey.columns) FROM api_keys WHERE hash = ? AND (expires IS NULL OR expires > ?)",
      [hash, time.nanoseconds], StoredAPIKey.init(row:))
  }

  /// An API key by its identifier, also when it has ended; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func apiKey(id: String) throws -> StoredAPIKey? {
    try row("SELECT \(StoredAPIKey.columns) FROM api_keys WHERE id = ?", [id], StoredAPIKey.init(row:))
  }
}

extension StoreWriter {
  /// Stores a user in place of the one with the name.
  ///
  /// - Throws: `StoreError`.
  public func setUser(_ user: StoredUser) throws {
    try execute(
      """
      INSERT INTO users (name, password, roles, is_disabled, created, last_used) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET password = excluded.password, roles = excluded.roles,
        is_disabled = excluded.is_disabled, last_used = excluded.last_used
      """,
      [
        user.name, user.password, StoredText.text(user.roles), user.isDisabled, user.created.nanoseconds,
        user.lastUsed?.nanoseconds,
      ])
  }

  /// Removes a user with all sessions.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeUser(_ name: String) throws -> Bool {
    try execute("DELETE FROM users WHERE name = ?", [name]) == 1
  }

  /// Stores a session, in place of the one with its hash.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such user.
  public func setSession(_ session: StoredSession) throws {
    try execute(
      """
      INSERT INTO sessions (hash, user, created, expires, last_used) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET expires = excluded.expires, last_used = excluded.last_used
      """,
      [
        session.hash, session.user, session.created.nanoseconds, session.expires.nanoseconds,
        session.lastUsed.nanoseconds,
      ])
  }

  /// Ends a session.
  ///
  /// - Throws: `StoreError`.
  public func removeSession(hash: String) throws {
    try execute("DELETE FROM sessions WHERE hash = ?", [hash])
  }

  /// Ends all sessions of a user.
  ///
  /// - Throws: `StoreError`.
  public func removeSessions(of user: String) throws {
    try execute("DELETE FROM sessions WHERE user = ?", [user])
  }

  /// Removes sessions that have ended.
  ///
  /// - Returns: How many there were.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeEndedSessions() throws -> Int {
    try execute("DELETE FROM sessions WHERE expires <= ?", [now.nanoseconds])
  }

  /// Stores an API key in place of the one with its identifier.
  ///
  /// - Throws: `StoreError`; `refused` when another key has the hash.
  public func setAPIKey(_ key: StoredAPIKey) throws {
    try execute(
      """
      INSERT INTO api_keys (id, name, hash, roles, owner, created, expires, last_used)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, hash = excluded.hash, roles = excluded.roles,
        expires = excluded.expires, last_used = excluded.last_used
      """,
      [
        key.id, key.name, key.hash, StoredText.text(key.roles), key.owner, key.created.nanoseconds,
        key.expires?.nanoseconds, key.lastUsed?.nanoseconds,
      ])
  }

  /// Removes an API key.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeAPIKey(_ id: String) throws -> Bool {
    try execute("DELETE FROM api_keys WHERE id = ?", [id]) == 1
  }
}
