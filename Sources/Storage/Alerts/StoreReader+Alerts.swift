import Events
import GRDB

extension StoreReader {
  /// An alert by its identifier, without its document; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func alertRow(_ uuid: String) throws -> AlertRow? {
    try row("SELECT \(AlertRow.columns) FROM alerts WHERE uuid = ?", [uuid], AlertRow.init(row:))
  }

  /// The place of an alert in the order in which alerts were stored; nil when there is none.
  func alertSeq(_ uuid: String) throws -> Int64? {
    try row("SELECT seq FROM alerts WHERE uuid = ?", [uuid]) { $0[0] }
  }

  /// The newest alerts that were stored after a place, without their documents, the oldest first.
  ///
  /// - Parameters:
  ///   - seq: The place; alerts behind it are read.
  ///   - limit: The most alerts; when there are more, the newest are read.
  /// - Returns: The alerts.
  /// - Throws: `StoreError`.
  public func alertRows(after seq: Int64, limit: Int) throws -> [AlertRow] {
    try rows(
      "SELECT \(AlertRow.columns) FROM alerts WHERE seq > ? ORDER BY seq DESC LIMIT ?", [seq, limit],
      AlertRow.init(row:)
    ).reversed()
  }

  /// The place of the newest alert; 0 without alerts.
  ///
  /// - Throws: `StoreError`.
  public func lastAlertSeq() throws -> Int64 {
    Int64(try integer("SELECT max(seq) FROM alerts"))
  }

  /// An alert by its identifier; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func alert(_ uuid: String) throws -> StoredAlert? {
    guard let row = try alertRow(uuid) else { return nil }
    return StoredAlert(row: row, document: try AlertDocuments(self).document(row))
  }

  /// The identifiers of the alerts that begin with a text.
  ///
  /// - Throws: `StoreError`.
  public func alertIDs(prefix: String, limit: Int = 10) throws -> [String] {
    try rows(
      "SELECT uuid FROM alerts WHERE uuid >= ?1 AND substr(uuid, 1, length(?1)) = ?1 ORDER BY uuid LIMIT ?2",
      [prefix, limit]
    ) { $0[0] }
  }

  /// The alerts that a search finds.
  ///
  /// - Parameters:
  ///   - search: The search.
  ///   - deadline: When no further document is looked at; nil for never. Only stores that keep the columns of alerts in
  ///     memory can stop, and go on with the next search.
  /// - Returns: What was found.
  /// - Throws: `StoreError`.
  public func find(
    _ search: AlertSearch, until deadline: ContinuousClock.Instant? = nil
  ) throws -> AlertFinding {
    try AlertFinding(self, search, until: deadline)
  }

  /// A page of the alerts that a search finds, with their number.
  ///
  /// - Throws: `StoreError`.
  public func alerts(_ search: AlertSearch = AlertSearch()) throws -> AlertPage {
    try find(search).page()
  }

  /// A page that is read with SQL.
  func scannedPage(_ search: AlertSearch) throws -> AlertPage {
    let scan = try AlertScan(self, search)
    var found: [StoredAlert] = []
    if scan.isExact {
      try scan.forEach(page: (search.offset, search.limit)) { row, document in
        found.append(StoredAlert(row: row, document: try document()))
        return true
      }
      return AlertPage(total: try scan.count(), alerts: found)
    }
    var count = 0
    try scan.forEach { row, document in
      if count >= search.offset, found.count < search.limit {
        found.append(StoredAlert(row: row, document: try document()))
      }
      count += 1
      return true
    }
    return AlertPage(total: count, alerts: found)
  }

  /// Hands out the alerts that a search finds, whatever its limit and offset; memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - search: The search.
  ///   - body: Takes an alert; returns false to stop.
  /// - Throws: `StoreError`, and what the closure throws.
  public func forEachAlert(_ search: AlertSearch, _ body: (StoredAlert) throws -> Bool) throws {
    try AlertScan(self, search).forEach { row, document in
      try body(StoredAlert(row: row, document: try document()))
    }
  }

  /// How many alerts a search finds.
  ///
  /// - Throws: `StoreError`.
  public func alertCount(_ search: AlertSearch) throws -> Int {
    try find(search).count()
  }

  /// What was changed in the work on an alert, the oldest first.
  ///
  /// - Throws: `StoreError`.
  public func alertHistory(_ uuid: String) throws -> [AlertChange] {
    try rows(
      """
      SELECT at, actor, kind, old, new FROM alert_changes
      WHERE alert = (SELECT seq FROM alerts WHERE uuid = ?) ORDER BY id
      """, [uuid]
    ) { row in
      AlertChange(
        at: Timestamp(row[0] as Int64), actor: row[1], kind: AlertChange.Kind(rawValue: row[2]) ?? .note,
        old: row[3],
        new: row[4])
    }
  }
}
