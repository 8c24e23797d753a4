extension Schema {
  /// Alerts, apart from their documents: what people sort, count and filter by stays small.
  ///
  /// In text columns that stand for a field of the document, NULL means that the document does not have the field, and an
  /// empty blob that a column cannot say its value.
  static let alerts = """
    CREATE TABLE alerts (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, rule_id TEXT NOT NULL,
      rule_name TEXT NOT NULL, severity INTEGER NOT NULL, risk INTEGER NOT NULL, original_time INTEGER,
      created INTEGER NOT NULL, status INTEGER NOT NULL, reason TEXT, workflow_user TEXT, status_updated INTEGER,
      building_block INTEGER NOT NULL, exception TEXT, incident INTEGER, suppressed INTEGER NOT NULL DEFAULT 0,
      tags TEXT NOT NULL DEFAULT '[]', assignees TEXT NOT NULL DEFAULT '[]',
      principal ANY, account ANY, region ANY, action ANY, address ANY, has_unknown INTEGER NOT NULL,
      overlay TEXT
    ) STRICT;
    CREATE INDEX alerts_created ON alerts (created, seq);
    CREATE INDEX alerts_status ON alerts (status, created, seq);
    CREATE INDEX alerts_severity ON alerts (severity, seq);
    CREATE INDEX alerts_rule ON alerts (rule_id, created);
    CREATE INDEX alerts_principal ON alerts (principal, account, created);
    CREATE INDEX alerts_unknown ON alerts (has_unknown) WHERE has_unknown = 1;
    CREATE INDEX alerts_incident ON alerts (incident, seq) WHERE incident IS NOT NULL;
    CREATE INDEX alerts_counts ON alerts (status, severity, rule_id, rule_name, building_block);
    CREATE TABLE alert_documents (
      seq INTEGER PRIMARY KEY REFERENCES alerts (seq) ON DELETE CASCADE, rule INTEGER, document BLOB NOT NULL
    ) STRICT;
    CREATE TABLE alert_rules (
      id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, fields BLOB NOT NULL
    ) STRICT;
    CREATE TABLE alert_changes (
      id INTEGER PRIMARY KEY AUTOINCREMENT, alert INTEGER NOT NULL REFERENCES alerts (seq) ON DELETE CASCADE,
      at INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, old TEXT, new TEXT
    ) STRICT;
    CREATE INDEX alert_changes_alert ON alert_changes (alert, id);
    CREATE TABLE incidents (
      id INTEGER PRIMARY KEY AUTOINCREMENT, principal TEXT NOT NULL, account TEXT NOT NULL, first_time INTEGER NOT NULL,
      last_time INTEGER NOT NULL, alerts INTEGER NOT NULL, risk REAL NOT NULL, severity INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE incident_rules (
      incident INTEGER NOT NULL REFERENCES incidents (id) ON DELETE CASCADE, rule_id TEXT NOT NULL,
      risk INTEGER NOT NULL, alerts INTEGER NOT NULL, PRIMARY KEY (incident, rule_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX incidents_principal ON incidents (principal, account, last_time);
    CREATE INDEX incidents_time ON incidents (last_time);
    """

  /// Notes which alerts were changed or removed, by whatever statement of whatever process, so that columns in memory can
  /// be brought up to date. The latest notes suffice: who is further behind reads all alerts again.
  static let alertTouches = """
    CREATE TABLE alert_touches (
      id INTEGER PRIMARY KEY AUTOINCREMENT, alert INTEGER NOT NULL, is_gone INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER alerts_changed AFTER UPDATE ON alerts BEGIN
      INSERT INTO alert_touches (alert, is_gone) VALUES (old.seq, 0);
    END;
    CREATE TRIGGER alerts_removed AFTER DELETE ON alerts BEGIN
      INSERT INTO alert_touches (alert, is_gone) VALUES (old.seq, 1);
    END;
    CREATE TRIGGER alert_touches_kept AFTER INSERT ON alert_touches BEGIN
      DELETE FROM alert_touches WHERE id <= new.id - 20000;
    END;
    """
}
