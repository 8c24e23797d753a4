import GRDB

extension AlertFacts {
  private static let columns = """
    seq, created, original_time, status, severity, risk, building_block, exception IS NOT NULL, incident, rule_id,
    rule_name, principal, account, region, action, address
    """

  /// More alerts than this are not kept in memory.
  static let maximumCount = 4_000_000
  /// More changed alerts than this are not read one by one.
  private static let maximumTouched = 20_000

  /// Brings the columns to the state of a snapshot.
  ///
  /// - Returns: The places of alerts that were changed; nil when the columns were read anew, and places mean others.
  /// - Throws: `StoreError`.
  mutating func update(_ reader: StoreReader, to state: AlertState) throws -> [Int]? {
    guard let changed = try changed(reader, to: state) else {
      self = AlertFacts()
      touch = state.touch
      try append(reader)
      return nil
    }
    touch = state.touch
    for place in changed { try reload(place, reader) }
    try append(reader)
    return changed
  }

  /// The places of alerts that changed since; nil when it is not known, or all must be read.
  private func changed(_ reader: StoreReader, to state: AlertState) throws -> [Int]? {
    guard !seqs.isEmpty else { return nil }
    guard state.touch > touch else { return [] }
    guard state.touch - touch <= Self.maximumTouched, state.firstTouch <= touch + 1 else { return nil }
    let rows = try reader.rows(
      "SELECT DISTINCT alert, is_gone FROM alert_touches WHERE id > ?", [touch]
    ) { ($0[0] as Int64, $0[1] as Bool) }
    guard !rows.contains(where: { $0.1 }) else { return nil }
    return rows.compactMap { place(seq: $0.0) }
  }

  /// Reads the alerts behind the last one.
  private mutating func append(_ reader: StoreReader) throws {
    let statement = try reader.database.cachedStatement(
      sql: "SELECT \(Self.columns) FROM alerts WHERE seq > ? ORDER BY seq")
    let cursor = try Row.fetchCursor(statement, arguments: [seqs.last ?? .min])
    while let row = try cursor.next() { append(row) }
  }

  private mutating func append(_ row: Row) {
    let time: Int64 = row[1]
    if let last = created.last, last > time { isInOrderOfCreation = false }
    seqs.append(row[0])
    created.append(time)
    originalTimes.append(row[2] as Int64? ?? Self.noTime)
    marks.append(Self.marks(row))
    severities.append(UInt8(clamping: row[4] as Int))
    risks.append(UInt8(clamping: row[5] as Int))
    incidents.append(row[8] as Int64? ?? 0)
    for column in codes.indices { codes[column].append(code(row, column)) }
  }

  private mutating func reload(_ place: Int, _ reader: StoreReader) throws {
    let sql = "SELECT \(Self.columns) FROM alerts WHERE seq = ?"
    let statement = try reader.database.cachedStatement(sql: sql)
    guard let row = try Row.fetchOne(statement, arguments: [seqs[place]]) else { return }
    // Only these columns are ever changed.
    marks[place] = Self.marks(row)
    incidents[place] = row[8] as Int64? ?? 0
  }

  private static func marks(_ row: Row) -> UInt8 {
    Marks(
      status: AlertStatus(rawValue: row[3]) ?? .open, isBuildingBlock: row[6], isExpected: row[7]
    ).bits
  }

  private mutating func code(_ row: Row, _ column: Int) -> Int32 {
    switch (row[9 + column] as DatabaseValue).storage {
    case .string(let text): texts[column].code(text)
    case .null: TextCodes.absent
    case .blob, .int64, .double: TextCodes.unknown
    }
  }
}

extension StoreReader {
  /// Whether there are no more alerts than a number.
  func hasAtMost(alerts count: Int) throws -> Bool {
    try integer("SELECT count(*) FROM (SELECT 1 FROM alerts LIMIT ?)", [count + 1]) <= count
  }
}
