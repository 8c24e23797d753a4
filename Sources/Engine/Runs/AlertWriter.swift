import Detection
import Events
import OrderedCollections
import Storage

/// Stores alerts: each once, with its entry in the audit log and with what observers add.
struct AlertWriter: Sendable {
  /// Which execution of a rule raises alerts.
  struct Execution: Sendable {
    /// The identifier of the execution.
    let id: String
    /// `scheduled`, or `manual` for runs that people asked for.
    let type: String
    /// For runs that are made later than they were due: when that was.
    var intended: Timestamp?
  }

  let observers: [any AlertObserver]

  /// Stores a signal.
  ///
  /// - Returns: Whether its alert is new.
  /// - Throws: `StoreError`.
  @discardableResult
  func write(_ signal: Signal, _ execution: Execution, _ writer: StoreWriter) throws -> Bool {
    for block in signal.blocks { _ = try write(block, execution, writer) }
    return try write(signal.alert, execution, writer)
  }

  /// Stores an alert.
  ///
  /// - Returns: Whether it is new.
  /// - Throws: `StoreError`.
  func write(_ alert: Alert, _ execution: Execution, _ writer: StoreWriter) throws -> Bool {
    let created = alert.created(
      at: writer.now, execution: execution.id, type: execution.type, intended: execution.intended)
    let draft = try AlertDraft(document: created.document, exception: alert.exception)
    guard try writer.insertAlert(draft) else { return false }
    let rule = created.document["kibana.alert.rule.rule_id"]?.string ?? ""
    if let exception = alert.exception {
      try writer.addExpectedHits(exception: exception, rule: rule, count: 1, last: writer.now)
    }
    try writer.audit(
      action: alert.exception == nil ? "alert.raised" : "alert.expected", subject: alert.uuid,
      actor: "engine",
      details: [
        "rule": .string(rule), "severity": .string(alert.severity),
        "exception": alert.exception.map { .string($0) } ?? .null,
      ])
    for observer in observers { try observer.willStore(created.document, writer) }
    return true
  }
}
