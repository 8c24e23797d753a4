/// Something that one may be allowed to do.
public enum Permission: String, Sendable, Hashable, CaseIterable {
  /// See alerts, events, rules, exceptions, runs and the state of the server.
  case read
  /// Send events.
  case ingest
  /// Work on alerts: status, tags, assignees, notes; run investigations.
  case workAlerts = "work_alerts"
  /// Add, change and remove exceptions and value lists.
  case writeExceptions = "write_exceptions"
  /// Add, change, switch and remove rules; run them; fill gaps.
  case writeRules = "write_rules"
  /// Plan, approve, carry out and undo responses.
  case respond
  /// See the audit log.
  case readAudit = "read_audit"
  /// Manage users, keys and settings.
  case administer
}
