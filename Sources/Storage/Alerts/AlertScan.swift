import Events
import GRDB
import OrderedCollections
import Query

/// Walks through the alerts that a search finds: SQL leaves out what cannot match, and of what is left the documents are
/// asked where columns do not suffice.
struct AlertScan {
  let reader: StoreReader
  let search: AlertSearch
  private let filter: Clause
  private let approximation: Approximation

  init(_ reader: StoreReader, _ search: AlertSearch) throws {
    self.reader = reader
    self.search = search
    filter = Self.filter(search)
    approximation = try AlertCondition(reader, types: search.types).approximation(search.condition)
  }

  private static func filter(_ search: AlertSearch) -> Clause {
    var parts: [Clause] = []
    if let statuses = search.statuses {
      let list = statuses.map { String($0.rawValue) }.sorted().joined(separator: ", ")
      parts.append(statuses.isEmpty ? .none : .sql("status IN (\(list))"))
    }
    if !search.includesBuildingBlocks { parts.append(.sql("building_block = 0")) }
    if !search.includesExpected { parts.append(.sql("exception IS NULL")) }
    if !search.includesUnexpected { parts.append(.sql("exception IS NOT NULL")) }
    if let created = search.created {
      parts.append(
        .sql("created BETWEEN ? AND ?", created.lowerBound.nanoseconds, created.upperBound.nanoseconds))
    }
    if let incident = search.incident {
      parts.append(.sql("incident IS NOT NULL AND incident = ?", incident))
    }
    return Clause.and(parts) ?? .all
  }

  /// Whether columns alone decide.
  var isExact: Bool { approximation.isExact }

  /// The rows that can match.
  var clause: Clause { Clause.and([filter, approximation.over]) ?? filter }

  private var order: String {
    let column =
      switch search.sort {
      case .created: "created"
      case .originalTime: "original_time"
      case .severity: "severity"
      case .risk: "risk"
      case .ruleName: "rule_name"
      case .status: "status"
      case .principal: "principal"
      case .account: "account"
      }
    let direction = search.isDescending ? " DESC" : ""
    return "\(column)\(direction), alerts.seq\(direction)"
  }

  /// Hands out the alerts that match, in order.
  ///
  /// - Parameters:
  ///   - bound: A page of an exact search; nil for all.
  ///   - isOrdered: Whether the order matters.
  ///   - body: Takes an alert and a function that reads its document; returns false to stop.
  /// - Throws: `StoreError`, and what the closure throws.
  func forEach(
    page bound: (offset: Int, limit: Int)? = nil, isOrdered: Bool = true,
    _ body: (AlertRow, () throws -> JSONObject) throws -> Bool
  ) throws {
    guard let (text, arguments) = clause.condition else { return }
    let sure: (String, [DatabaseValue]) = isExact ? ("1", []) : approximation.under.condition ?? ("0", [])
    var sql = "SELECT \(AlertRow.columns), (\(sure.0)) FROM alerts WHERE \(text)"
    if isOrdered { sql += " ORDER BY \(order)" }
    if let bound { sql += " LIMIT \(max(0, bound.limit)) OFFSET \(max(0, bound.offset))" }
    let statement = try reader.database.makeStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(sure.1 + arguments))
    let documents = try AlertDocuments(reader)
    let matching = AlertMatching(search.condition, types: search.types)
    while let row = try cursor.next() {
      let alert = try AlertRow(row: row)
      var read: JSONObject?
      func document() throws -> JSONObject {
        if let read { return read }
        let new = try documents.document(alert)
        read = new
        return new
      }
      guard try row[AlertRow.columnCount] as Bool || matching.matches(document()) else { continue }
      guard try body(alert, document) else { return }
    }
  }

  /// How many alerts match.
  func count() throws -> Int {
    guard isExact else {
      var count = 0
      try forEach(isOrdered: false) { _, _ in
        count += 1
        return true
      }
      return count
    }
    guard let (text, arguments) = clause.condition else { return 0 }
    return try reader.integer("SELECT count(*) FROM alerts WHERE \(text)", StatementArguments(arguments))
  }
}

/// Matches documents of alerts.
final class AlertMatching {
  private let matcher: Matcher
  private let source: DocumentSource

  init(_ expression: Expression, types: FieldTypes) {
    var builder = ProgramBuilder(types: types)
    _ = builder.add(expression, onRequest: true)
    let program = builder.build()
    matcher = Matcher(program: program)
    source = DocumentSource(catalog: program.catalog)
  }

  func matches(_ document: JSONObject) -> Bool {
    source.move(to: document)
    return matcher.matches(query: 0, source)
  }
}
