extension Schema {
  /// Rules, what they remember, and how their runs went.
  static let rules = """
    CREATE TABLE rule_state (rule_id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rule_state_entries (
      rule_id TEXT NOT NULL, kind TEXT NOT NULL, key BLOB NOT NULL, value ANY NOT NULL,
      PRIMARY KEY (rule_id, kind, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rule_cursors (
      rule_id TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (rule_id, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pending_signals (
      id INTEGER PRIMARY KEY AUTOINCREMENT, rule_id TEXT NOT NULL, payload TEXT NOT NULL, created INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX pending_signals_rule ON pending_signals (rule_id, id);
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT, rule_id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,
      started INTEGER NOT NULL, finished INTEGER, period_from INTEGER NOT NULL, period_to INTEGER NOT NULL,
      status TEXT NOT NULL, events INTEGER NOT NULL DEFAULT 0, candidates INTEGER NOT NULL DEFAULT 0,
      alerts INTEGER NOT NULL DEFAULT 0, suppressed INTEGER NOT NULL DEFAULT 0, postponed INTEGER NOT NULL DEFAULT 0,
      expected INTEGER NOT NULL DEFAULT 0, gap INTEGER NOT NULL DEFAULT 0, warnings TEXT NOT NULL DEFAULT '[]',
      error TEXT
    ) STRICT;
    CREATE INDEX runs_rule ON runs (rule_id, id);
    CREATE INDEX runs_started ON runs (started);
    CREATE TABLE gaps (
      id INTEGER PRIMARY KEY AUTOINCREMENT, rule_id TEXT NOT NULL, gap_from INTEGER NOT NULL, gap_to INTEGER NOT NULL,
      status TEXT NOT NULL, filled INTEGER NOT NULL DEFAULT 0, found INTEGER NOT NULL, error TEXT
    ) STRICT;
    CREATE INDEX gaps_rule ON gaps (rule_id, gap_from);
    CREATE TABLE rule_versions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, rule_id TEXT NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL,
      format TEXT NOT NULL, source TEXT, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL,
      enabled INTEGER NOT NULL, is_current INTEGER NOT NULL, is_deleted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX rule_versions_rule ON rule_versions (rule_id, id);
    CREATE UNIQUE INDEX rule_versions_current ON rule_versions (rule_id) WHERE is_current = 1;
    CREATE TABLE exception_lists (
      id TEXT PRIMARY KEY, document TEXT NOT NULL, updated INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE exception_items (
      id TEXT PRIMARY KEY, list TEXT NOT NULL, document TEXT NOT NULL, updated INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX exception_items_list ON exception_items (list, id);
    CREATE TABLE value_lists (
      id TEXT PRIMARY KEY, document TEXT NOT NULL, updated INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE value_list_items (
      list TEXT NOT NULL REFERENCES value_lists (id) ON DELETE CASCADE, value TEXT NOT NULL,
      PRIMARY KEY (list, value)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE expected_hits (
      exception TEXT NOT NULL, rule_id TEXT NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL,
      PRIMARY KEY (exception, rule_id)
    ) STRICT, WITHOUT ROWID;
    """
}
