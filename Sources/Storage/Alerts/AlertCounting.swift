public import Events
import GRDB
import OrderedCollections
import Query

/// How many alerts have a value, and of these how many have which value of the next field.
public struct AlertBucket: Sendable, Hashable {
  /// The value as text; nil for alerts without one.
  public let value: String?
  /// How many alerts there are.
  public let count: Int
  /// The values of the next field, the most frequent first.
  public let buckets: [AlertBucket]
}

extension StoreReader {
  /// Counts the alerts that a search finds by the values of up to three fields. An alert with several values of a field
  /// counts for each.
  ///
  /// - Parameters:
  ///   - fields: The dotted paths of the fields.
  ///   - search: The search; its limit and offset are not used.
  ///   - limit: The most values of each field.
  /// - Returns: The values of the first field, the most frequent first.
  /// - Throws: `StoreError`; `refused` for no field or more than three.
  public func alertCounts(
    by fields: [String], _ search: AlertSearch = AlertSearch(), limit: Int = 100
  ) throws -> [AlertBucket] {
    try find(search).counts(by: fields, limit: limit)
  }

  /// Counts that SQL makes as far as columns suffice.
  func scannedCounts(by fields: [String], _ search: AlertSearch, limit: Int) throws -> [AlertBucket] {
    let scan = try AlertScan(self, search)
    guard let columns = try scan.countedColumns(fields) else {
      return try documentCounts(by: fields, limit: limit) { body in
        try scan.forEach(isOrdered: false) { _, document in
          body(try document())
          return true
        }
      }
    }
    return Self.buckets(try scan.groups(columns).map { ($0.key[...], $0.value) }, limit: limit)
  }

  /// Counts of the values in documents.
  func documentCounts(
    by fields: [String], limit: Int, _ forEach: ((JSONObject) -> Void) throws -> Void
  ) throws -> [AlertBucket] {
    var counts: [[String?]: Int] = [:]
    try forEach { document in
      for key in Self.combinations(fields, document) { counts[key, default: 0] += 1 }
    }
    return Self.buckets(counts.map { ($0.key[...], $0.value) }, limit: limit)
  }

  /// How many of the alerts that a search finds were raised in each interval. Intervals without alerts are left out.
  ///
  /// - Parameters:
  ///   - interval: The length of an interval in nanoseconds; intervals begin at multiples of it since the epoch.
  ///   - search: The search; its limit and offset are not used.
  /// - Returns: The beginnings of intervals with their alerts by severity, the earliest first.
  /// - Throws: `StoreError`.
  public func alertHistogram(
    interval: Int64, _ search: AlertSearch = AlertSearch()
  ) throws -> [(start: Timestamp, counts: [AlertSeverity: Int])] {
    try find(search).histogram(interval: interval)
  }

  /// A histogram that SQL makes as far as columns suffice.
  func scannedHistogram(_ interval: Int64, _ search: AlertSearch) throws -> [Int64: [AlertSeverity: Int]] {
    let scan = try AlertScan(self, search)
    var counts: [Int64: [AlertSeverity: Int]] = [:]
    if scan.isExact {
      for (start, severity, count) in try scan.histogram(interval) {
        counts[start, default: [:]][severity] = count
      }
    } else {
      try scan.forEach(isOrdered: false) { alert, _ in
        let time = alert.created.nanoseconds
        let start = time.floored(toMultipleOf: interval)
        counts[start, default: [:]][alert.severity, default: 0] += 1
        return true
      }
    }
    return counts
  }

  /// All choices of one value of each field.
  private static func combinations(_ fields: [String], _ document: JSONObject) -> [[String?]] {
    fields.reduce([[]]) { combinations, field in
      var values: Set<String> = []
      let path = field.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      JSON.object(document).forEachScalar(at: path[...]) { value in
        switch value {
        case .string(let text): values.insert(text)
        case .number(let number): values.insert(number.text)
        case .bool(let flag): values.insert(flag ? "true" : "false")
        case .null, .array, .object: return
        }
      }
      let choices: [String?] = values.isEmpty ? [nil] : values.sorted()
      return combinations.flatMap { head in choices.map { head + [$0] } }
    }
  }

  private static func buckets(_ counts: [(ArraySlice<String?>, Int)], limit: Int) -> [AlertBucket] {
    var groups: [String?: [(ArraySlice<String?>, Int)]] = [:]
    for (key, count) in counts {
      guard let first = key.first else { continue }
      groups[first, default: []].append((key.dropFirst(), count))
    }
    let all = groups.map { value, inner in
      AlertBucket(
        value: value, count: inner.reduce(0) { $0 + $1.1 }, buckets: buckets(inner, limit: limit))
    }
    return Array(
      all.sorted { ($1.count, $0.value ?? "") < ($0.count, $1.value ?? "") }.prefix(max(0, limit)))
  }
}

extension AlertScan {
  /// The columns that say the values of fields; nil when the documents must be asked.
  func countedColumns(_ fields: [String]) throws -> [String]? {
    guard isExact else { return nil }
    var columns: [String] = []
    for field in fields {
      guard let column = AlertCondition.column(field) else { return nil }
      columns.append(column)
    }
    // A value that no column holds is in the document only.
    let hasUnknown = try reader.integer("SELECT EXISTS (SELECT 1 FROM alerts WHERE has_unknown = 1)") == 1
    return hasUnknown && fields.contains { AlertField(rawValue: $0) != nil } ? nil : columns
  }

  /// How many alerts have which values of columns.
  func groups(_ columns: [String]) throws -> [[String?]: Int] {
    guard let (text, arguments) = clause.condition else { return [:] }
    let list = columns.joined(separator: ", ")
    let statement = try reader.database.makeStatement(
      sql: "SELECT count(*), \(list) FROM alerts WHERE \(text) GROUP BY \(list)")
    let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
    var counts: [[String?]: Int] = [:]
    while let row = try cursor.next() {
      let key = columns.enumerated().map { place, column in Self.text(row[place + 1], column) }
      counts[key, default: 0] += row[0]
    }
    return counts
  }

  private static func text(_ value: DatabaseValue, _ column: String) -> String? {
    switch value.storage {
    case .string(let text): text
    case .int64(let number):
      column == "status"
        ? AlertStatus(rawValue: Int(number))?.name : AlertSeverity(rawValue: Int(number))?.name
    case .null, .double, .blob: nil
    }
  }

  /// How many alerts of each severity were raised in each interval.
  func histogram(_ interval: Int64) throws -> [(Int64, AlertSeverity, Int)] {
    guard let (text, arguments) = clause.condition else { return [] }
    let start =
      "(created - CASE WHEN created < 0 THEN \(interval - 1) ELSE 0 END) / \(interval) * \(interval)"
    let sql = "SELECT \(start), severity, count(*) FROM alerts WHERE \(text) GROUP BY 1, 2"
    return try reader.rows(sql, StatementArguments(arguments)) { row in
      (row[0], AlertSeverity(rawValue: row[1]) ?? .low, row[2])
    }
  }
}
