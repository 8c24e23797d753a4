public import Events
import GRDB

extension StoreWriter {
  /// Stores a user, in place of the one with the name if there is one.
  ///
  /// - Throws: `StoreError`.
  public func setUser(_ user: StoredUser) throws {
    try execute(
      """
      INSERT INTO users (\(StoredUser.columns)) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET password = excluded.password, roles = excluded.roles,
        is_disabled = excluded.is_disabled, last_used = excluded.last_used
      """,
      [
        user.name, user.password, StoredText.text(user.roles), user.isDisabled, user.created.nanoseconds,
        user.lastUsed?.nanoseconds,
      ])
  }

  /// Removes a user and the user's sessions.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeUser(_ name: String) throws -> Bool {
    try execute("DELETE FROM users WHERE name = ?", [name]) > 0
  }

  /// Stores a session, in place of the one with the hash if there is one.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such user.
  public func setSession(_ session: StoredSession) throws {
    try execute(
      """
      INSERT INTO sessions (\(StoredSession.columns)) VALUES (?, ?, ?, ?, ?)
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
  public func removeSession(_ hash: String) throws {
    try execute("DELETE FROM sessions WHERE hash = ?", [hash])
  }

  /// Ends all sessions of a user.
  ///
  /// - Throws: `StoreError`.
  public func removeSessions(of user: String) throws {
    try execute("DELETE FROM sessions WHERE user = ?", [user])
  }

  /// Removes the sessions that ended, or that were not used since a time.
  ///
  /// - Throws: `StoreError`.
  public func removeSessions(unusedSince time: Timestamp) throws {
    try execute(
      "DELETE FROM sessions WHERE expires <= ? OR last_used < ?", [now.nanoseconds, time.nanoseconds])
  }

  /// Stores a key, in place of the one with the identifier if there is one.
  ///
  /// - Throws: `StoreError`.
  public func setKey(_ key: StoredKey) throws {
    try execute(
      """
      INSERT INTO api_keys (\(StoredKey.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, hash = excluded.hash, roles = excluded.roles,
        expires = excluded.expires, last_used = excluded.last_used
      """,
      [
        key.id, key.name, key.hash, StoredText.text(key.roles), key.owner, key.created.nanoseconds,
        key.expires?.nanoseconds, key.lastUsed?.nanoseconds,
      ])
  }

  /// Removes a key.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeKey(_ id: String) throws -> Bool {
    try execute("DELETE FROM api_keys WHERE id = ?", [id]) > 0
  }

  /// Stores the value of a setting; nil removes it.
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
