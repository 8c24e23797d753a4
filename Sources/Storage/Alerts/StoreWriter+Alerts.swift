import Crypto
public import Events
import Foundation
import GRDB
public import OrderedCollections

extension StoreWriter {
  /// Stores an alert unless one with its identifier is there already.
  ///
  /// - Returns: Whether the alert is new.
  /// - Throws: `StoreError`.
  @discardableResult
  public func insertAlert(_ alert: AlertDraft) throws -> Bool {
    guard try integer("SELECT count(*) FROM alerts WHERE uuid = ?", [alert.uuid]) == 0 else { return false }
    let values = AlertField.allCases.map { alert.value($0) }
    let incident = try joinIncident(alert, principal: values[0].text, account: values[1].text)
    let columns = AlertField.allCases.map(\.column).joined(separator: ", ")
    var arguments: [(any DatabaseValueConvertible)?] = [
      alert.uuid, alert.ruleID, alert.ruleName, alert.severity.rawValue, alert.risk,
      alert.originalTime?.nanoseconds,
      alert.created.nanoseconds, alert.status.rawValue, alert.reason, alert.isBuildingBlock, alert.exception,
      incident, StoredText.text(alert.tags), StoredText.text(alert.assignees), values.contains(.unknown),
    ]
    arguments += values.map(Self.stored)
    try execute(
      """
      INSERT INTO alerts (uuid, rule_id, rule_name, severity, risk, original_time, created, status, reason,
        building_block, exception, incident, tags, assignees, has_unknown, \(columns))
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, StatementArguments(arguments))
    try insertDocument(alert.document, seq: database.lastInsertedRowID)
    return true
  }

  private static func stored(_ column: AlertColumn) -> (any DatabaseValueConvertible)? {
    switch column {
    case .absent: nil
    case .unknown: Data()
    case .text(let text): text
    }
  }

  private func insertDocument(_ document: JSONObject, seq: Int64) throws {
    let (shared, rest) = AlertPacking.split(document)
    let rule = try shared.array?.isEmpty ?? true ? nil : sharedFields(StoredText.text(shared))
    try execute(
      "INSERT INTO alert_documents (seq, rule, document) VALUES (?, ?, ?)",
      [seq, rule, try pack(StoredText.text(.object(rest)))])
  }

  /// The number of fields that many alerts share, which are stored when they are new.
  private func sharedFields(_ text: String) throws -> Int64 {
    let hash = Data(SHA256.hash(data: Data(text.utf8)))
    if let known = try row("SELECT id FROM alert_rules WHERE hash = ?", [hash], { $0[0] as Int64 }) {
      return known
    }
    try execute("INSERT INTO alert_rules (hash, fields) VALUES (?, ?)", [hash, try pack(text)])
    return database.lastInsertedRowID
  }

  private func pack(_ text: String) throws -> Data {
    var text = text
    return try text.withUTF8 { Data(try state.codec.pack(id: "", $0)) }
  }

  /// Notes that an alert took in others of its group.
  ///
  /// - Parameters:
  ///   - uuid: The alert.
  ///   - count: How many it took in altogether.
  ///   - end: The time of the last event that it took in.
  /// - Throws: `StoreError`; `refused` when there is no such alert.
  public func setSuppression(alert uuid: String, count: Int, end: Timestamp) throws {
    try setAlertFields(
      uuid,
      [
        AlertName.suppressedCount: .number(JSONNumber(count)),
        AlertName.suppressionEnd: .string(end.description),
        AlertName.lastDetected: .string(now.description),
      ])
  }

  /// Sets fields that an alert's document shows from now on, beside those it was stored with. Fields that have columns or
  /// that the work on an alert changes cannot be set this way.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such alert or a field cannot be set.
  public func setAlertFields(_ uuid: String, _ fields: JSONObject) throws {
    if let reserved = fields.keys.first(where: { AlertCondition.isReserved($0) }) {
      throw StoreError(.refused, "the field \(reserved) of an alert cannot be set")
    }
    guard let alert = try alertRow(uuid) else { throw StoreError(.refused, "there is no alert \(uuid)") }
    var overlay = alert.overlay
    for (key, value) in fields { overlay[key] = value }
    try execute(
      "UPDATE alerts SET overlay = ? WHERE seq = ?", [StoredText.text(.object(overlay)), alert.seq])
  }

  /// Removes alerts that were raised before a time, with their history.
  ///
  /// - Returns: How many there were.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeAlerts(before time: Timestamp) throws -> Int {
    let count = try execute("DELETE FROM alerts WHERE created < ?", [time.nanoseconds])
    guard count > 0 else { return 0 }
    try execute(
      "DELETE FROM alert_rules WHERE id NOT IN (SELECT rule FROM alert_documents WHERE rule IS NOT NULL)")
    try execute(
      "DELETE FROM incidents WHERE id NOT IN (SELECT incident FROM alerts WHERE incident IS NOT NULL)")
    return count
  }
}
