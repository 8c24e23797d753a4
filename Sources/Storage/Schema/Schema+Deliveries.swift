extension Schema {
  /// What waits to be sent, how far inputs are, and what they could not read.
  static let deliveries = """
    CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT, sink TEXT NOT NULL, kind TEXT NOT NULL, alert TEXT,
      idempotency_key TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
      next_attempt INTEGER NOT NULL, created INTEGER NOT NULL, finished INTEGER, last_error TEXT,
      UNIQUE (sink, idempotency_key)
    ) STRICT;
    CREATE INDEX deliveries_due ON deliveries (next_attempt, id) WHERE state = 'queued';
    CREATE INDEX deliveries_state ON deliveries (sink, state);
    CREATE INDEX deliveries_alert ON deliveries (alert) WHERE alert IS NOT NULL;
    CREATE TABLE throttles (
      key TEXT PRIMARY KEY, last INTEGER NOT NULL, count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE checkpoints (
      name TEXT PRIMARY KEY, position TEXT NOT NULL, updated INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE quarantine (
      id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, reason TEXT NOT NULL, byte_offset INTEGER,
      at INTEGER NOT NULL, sample BLOB NOT NULL
    ) STRICT;
    CREATE TABLE settings (
      key TEXT PRIMARY KEY, value TEXT NOT NULL, updated INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE users (
      name TEXT PRIMARY KEY, password TEXT NOT NULL, roles TEXT NOT NULL, is_disabled INTEGER NOT NULL,
      created INTEGER NOT NULL, last_used INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sessions (
      hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE, created INTEGER NOT NULL,
      expires INTEGER NOT NULL, last_used INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_user ON sessions (user);
    CREATE TABLE api_keys (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, owner TEXT NOT NULL,
      created INTEGER NOT NULL, expires INTEGER, last_used INTEGER
    ) STRICT, WITHOUT ROWID;
    """
}
