import Events
import GRDB

extension StoreWriter {
  /// Changes the work on alerts, with an entry in the history of each that the change makes a difference to.
  ///
  /// - Parameters:
  ///   - uuids: The alerts. Those that do not exist are left out.
  ///   - update: The change.
  ///   - actor: Who makes it.
  /// - Returns: The alerts that changed.
  /// - Throws: `StoreError`.
  @discardableResult
  public func updateAlerts(_ uuids: [String], _ update: AlertUpdate, by actor: String) throws -> [String] {
    var changed: [String] = []
    for uuid in uuids {
      guard let alert = try alertRow(uuid), try apply(update, to: alert, by: actor) else { continue }
      changed.append(uuid)
    }
    return changed
  }

  private func apply(_ update: AlertUpdate, to alert: AlertRow, by actor: String) throws -> Bool {
    switch update {
    case .open: try setStatus(.open, nil, of: alert, by: actor)
    case .acknowledge: try setStatus(.acknowledged, nil, of: alert, by: actor)
    case .close(let reason): try setStatus(.closed, reason.rawValue, of: alert, by: actor)
    case .addTags(let tags):
      try set(.tags, alert.tags + tags.filter { !alert.tags.contains($0) }, alert.tags, of: alert, by: actor)
    case .removeTags(let tags):
      try set(.tags, alert.tags.filter { !tags.contains($0) }, alert.tags, of: alert, by: actor)
    case .setTags(let tags): try set(.tags, tags, alert.tags, of: alert, by: actor)
    case .addAssignees(let names):
      try set(
        .assignees, alert.assignees + names.filter { !alert.assignees.contains($0) }, alert.assignees,
        of: alert,
        by: actor)
    case .removeAssignees(let names):
      try set(
        .assignees, alert.assignees.filter { !names.contains($0) }, alert.assignees, of: alert, by: actor)
    case .setAssignees(let names): try set(.assignees, names, alert.assignees, of: alert, by: actor)
    case .note(let text): try note(.note, nil, text, of: alert, by: actor)
    }
  }

  private func setStatus(_ status: AlertStatus, _ reason: String?, of alert: AlertRow, by actor: String)
    throws
    -> Bool
  {
    guard alert.status != status || alert.reason != reason else { return false }
    try execute(
      "UPDATE alerts SET status = ?, reason = ?, workflow_user = ?, status_updated = ? WHERE seq = ?",
      [status.rawValue, reason, actor, now.nanoseconds, alert.seq])
    let old = [alert.status.name, alert.reason].compactMap { $0 }.joined(separator: ": ")
    let new = [status.name, reason].compactMap { $0 }.joined(separator: ": ")
    return try note(.status, old, new, of: alert, by: actor)
  }

  private func set(
    _ kind: AlertChange.Kind, _ new: [String], _ old: [String], of alert: AlertRow, by actor: String
  ) throws -> Bool {
    guard new != old else { return false }
    let text = StoredText.text(new)
    // The kinds are named as their columns.
    try execute("UPDATE alerts SET \(kind.rawValue) = ? WHERE seq = ?", [text, alert.seq])
    return try note(kind, StoredText.text(old), text, of: alert, by: actor)
  }

  private func note(
    _ kind: AlertChange.Kind, _ old: String?, _ new: String?, of alert: AlertRow, by actor: String
  ) throws -> Bool {
    try execute(
      "INSERT INTO alert_changes (alert, at, actor, kind, old, new) VALUES (?, ?, ?, ?, ?, ?)",
      [alert.seq, now.nanoseconds, actor, kind.rawValue, old, new])
    return true
  }
}
