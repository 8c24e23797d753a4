extension Schema {
  /// The audit log. Triggers refuse every change of what was written.
  static let audit = """
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, entry TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE audit_checkpoints (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, hash BLOB NOT NULL, key_id TEXT NOT NULL,
      signature BLOB NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    """
}
