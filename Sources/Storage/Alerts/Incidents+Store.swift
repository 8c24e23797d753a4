import Events
import GRDB

extension StoreReader {
  /// Incidents, those with the latest alerts first.
  ///
  /// - Throws: `StoreError`.
  public func incidents(isUnresolved: Bool? = nil, offset: Int = 0, limit: Int = 50) throws -> [Incident] {
    try rows(
      """
      SELECT \(Incident.columns) FROM incidents
      WHERE ?1 IS NULL OR ?1 = EXISTS (SELECT 1 FROM alerts WHERE incident = incidents.id AND status <> 2)
      ORDER BY last_time DESC, id DESC LIMIT ?2 OFFSET ?3
      """, [isUnresolved, limit, offset], Incident.init(row:))
  }

  /// An incident by its number; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func incident(_ id: Int64) throws -> Incident? {
    try row("SELECT \(Incident.columns) FROM incidents WHERE id = ?", [id], Incident.init(row:))
  }
}

extension StoreWriter {
  /// Puts a new alert into the incident it belongs to, which is made when there is none.
  ///
  /// - Returns: The incident; nil for alerts without a principal, that are part of others, or that were expected.
  func joinIncident(_ alert: AlertDraft, principal: String?, account: String?) throws -> Int64? {
    guard let principal, !alert.isBuildingBlock, alert.exception == nil else { return nil }
    let account = account ?? ""
    let time = (alert.originalTime ?? alert.created).nanoseconds
    let near = try rows(
      """
      SELECT id FROM incidents
      WHERE principal = ? AND account = ? AND last_time >= ? AND first_time <= ? ORDER BY id
      """,
      [
        principal, account, time.subtractingSaturated(options.incidentGap),
        time.addingSaturated(options.incidentGap),
      ]
    ) { $0[0] as Int64 }
    guard let incident = near.first else { return try makeIncident(alert, principal, account, time) }
    for other in near.dropFirst() { try mergeIncident(other, into: incident) }
    try execute(
      """
      UPDATE incidents SET first_time = min(first_time, ?1), last_time = max(last_time, ?1), alerts = alerts + 1,
        severity = max(severity, ?2) WHERE id = ?3
      """, [time, alert.severity.rawValue, incident])
    try countRule(alert.ruleID, risk: alert.risk, alerts: 1, in: incident)
    try updateRisk(of: incident)
    return incident
  }

  private func makeIncident(_ alert: AlertDraft, _ principal: String, _ account: String, _ time: Int64) throws
    -> Int64
  {
    try execute(
      """
      INSERT INTO incidents (principal, account, first_time, last_time, alerts, risk, severity)
      VALUES (?, ?, ?, ?, 1, 0, ?)
      """, [principal, account, time, time, alert.severity.rawValue])
    let incident = database.lastInsertedRowID
    try countRule(alert.ruleID, risk: alert.risk, alerts: 1, in: incident)
    try updateRisk(of: incident)
    return incident
  }

  /// An alert that closes the pause between two incidents makes them one.
  private func mergeIncident(_ other: Int64, into incident: Int64) throws {
    try execute(
      """
      UPDATE incidents SET first_time = min(incidents.first_time, o.first_time),
        last_time = max(incidents.last_time, o.last_time), alerts = incidents.alerts + o.alerts,
        severity = max(incidents.severity, o.severity)
      FROM incidents AS o WHERE incidents.id = ? AND o.id = ?
      """, [incident, other])
    let rules = try rows("SELECT rule_id, risk, alerts FROM incident_rules WHERE incident = ?", [other]) {
      ($0[0] as String, $0[1] as Int, $0[2] as Int)
    }
    for (rule, risk, alerts) in rules { try countRule(rule, risk: risk, alerts: alerts, in: incident) }
    try execute("UPDATE alerts SET incident = ? WHERE incident = ?", [incident, other])
    try execute("DELETE FROM incidents WHERE id = ?", [other])
  }

  private func countRule(_ rule: String, risk: Int, alerts: Int, in incident: Int64) throws {
    try execute(
      """
      INSERT INTO incident_rules (incident, rule_id, risk, alerts) VALUES (?, ?, ?, ?)
      ON CONFLICT (incident, rule_id)
      DO UPDATE SET risk = max(risk, excluded.risk), alerts = alerts + excluded.alerts
      """, [incident, rule, risk, alerts])
  }

  private func updateRisk(of incident: Int64) throws {
    let risks = try rows("SELECT risk FROM incident_rules WHERE incident = ?", [incident]) { $0[0] as Int }
    let allWrong = risks.reduce(1.0) { $0 * (1 - Double($1) / 100) }
    try execute("UPDATE incidents SET risk = ? WHERE id = ?", [100 * (1 - allWrong), incident])
  }
}

extension Int64 {
  func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  func subtractingSaturated(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }
}
