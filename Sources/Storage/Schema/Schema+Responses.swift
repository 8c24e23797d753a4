extension Schema {
  /// What is done about alerts, and who agreed to it. Approvals are only ever added.
  static let responses = """
    CREATE TABLE responses (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, alert TEXT NOT NULL, playbook TEXT NOT NULL,
      subject TEXT NOT NULL, account TEXT NOT NULL, status TEXT NOT NULL, undoes TEXT REFERENCES responses (id),
      requester TEXT NOT NULL, automatic INTEGER NOT NULL, plan TEXT NOT NULL, result TEXT, created INTEGER NOT NULL,
      updated INTEGER NOT NULL, executed INTEGER
    ) STRICT;
    CREATE INDEX responses_alert ON responses (alert, seq);
    CREATE INDEX responses_executed ON responses (executed) WHERE executed IS NOT NULL;
    CREATE INDEX responses_undoes ON responses (undoes) WHERE undoes IS NOT NULL;
    CREATE TABLE response_approvals (
      response TEXT NOT NULL REFERENCES responses (id), actor TEXT NOT NULL, plan_hash TEXT NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (response, actor)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER response_approvals_no_update BEFORE UPDATE ON response_approvals
      BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
    CREATE TRIGGER response_approvals_no_delete BEFORE DELETE ON response_approvals
      BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
    CREATE TRIGGER responses_plan_stays BEFORE UPDATE OF id, alert, playbook, plan ON responses
      BEGIN SELECT RAISE(ABORT, 'the plan of a response cannot be changed'); END;
    """
}
