import Events
import GRDB
import Query

/// Translates an expression over alert documents to SQL over the columns of alerts.
struct AlertCondition {
  /// A test that fits more values than this is not asked of the column.
  private static let maximumValues = 2000
  /// A column with more values than this is not searched for those that fit.
  private static let maximumSearched = 50_000

  let reader: StoreReader
  let types: FieldTypes
  /// Whether some alerts have values that no column can hold.
  private let hasUnknown: Bool

  init(_ reader: StoreReader, types: FieldTypes) throws {
    self.reader = reader
    self.types = types
    hasUnknown = try reader.integer("SELECT EXISTS (SELECT 1 FROM alerts WHERE has_unknown = 1)") == 1
  }

  /// Fields that are answered by columns, or that the work on alerts changes.
  static func isReserved(_ field: String) -> Bool {
    texts[field] != nil || AlertField(rawValue: field) != nil || field == AlertName.severity
      || field == AlertName.created || field == AlertName.originalTime || field == AlertName.buildingBlock
      || field.hasPrefix("kibana.alert.workflow_")
  }

  /// Columns of text that every alert has.
  private static let texts = [
    AlertName.uuid: "uuid", AlertName.ruleID: "rule_id", AlertName.ruleName: "rule_name",
  ]

  /// The column that says a field's value; nil when there is none.
  static func column(_ field: String) -> String? {
    switch field {
    case AlertName.severity: "severity"
    case AlertName.status: "status"
    default: texts[field] ?? AlertField(rawValue: field)?.column
    }
  }

  /// What the columns tell of an expression.
  func approximation(_ expression: Expression) throws -> Approximation {
    try Approximation.of(expression, leaf: leaf)
  }

  private func leaf(_ field: String, _ test: Test) throws -> Approximation {
    switch (field, test) {
    case (AlertName.created, .date(let bounds)): return time("created", bounds)
    case (AlertName.originalTime, .date(let bounds)): return time("original_time", bounds)
    case (AlertName.buildingBlock, .exists): return exactly(.sql("building_block = 1"))
    default: break
    }
    guard test.readsTextOnly else { return .nothing }
    if field == AlertName.severity {
      return named("severity", AlertSeverity.allCases.map { ($0.name, $0.rawValue) }, field, test)
    }
    if field == AlertName.status {
      return named("status", AlertStatus.allCases.map { ($0.name, $0.rawValue) }, field, test)
    }
    if let column = Self.texts[field] {
      if case .exists = test { return exactly(.all) }
      guard let list = try list(column, field, test) else { return .nothing }
      return exactly(list)
    }
    guard let column = AlertField(rawValue: field)?.column else { return .nothing }
    if case .exists = test { return uncertain(.sql("\(column) IS NOT NULL"), column) }
    guard let list = try list(column, field, test) else { return .nothing }
    return uncertain(list, column)
  }

  private func exactly(_ clause: Clause) -> Approximation { Approximation(over: clause, under: clause) }

  /// A clause on a column in which some alerts may have a value that it cannot hold.
  private func uncertain(_ clause: Clause, _ column: String) -> Approximation {
    guard hasUnknown else { return exactly(clause) }
    let unknown = Clause.sql("\(column) IS x''")
    return Approximation(
      over: Clause.or([clause, unknown]) ?? .all, under: Clause.and([clause, unknown.negated]) ?? .none)
  }

  private func time(_ column: String, _ bounds: Bounds<Timestamp>) -> Approximation {
    let known = Clause.sql("\(column) IS NOT NULL")
    let wide = TimeClause.near(column, bounds, widenedBy: TimeClause.millisecond)
    let narrow = TimeClause.near(column, bounds, widenedBy: -TimeClause.millisecond)
    let over = Clause.and([known, wide]) ?? .all
    return Approximation(
      over: column == "created" ? over : Clause.or([over, known.negated]) ?? .all,
      under: Clause.and([known, narrow]) ?? .none)
  }

  /// A test of a column that holds numbers in place of a few names.
  private func named(_ column: String, _ names: [(String, Int)], _ field: String, _ test: Test)
    -> Approximation
  {
    let source = TermSource(field: field, test: test, types: types)
    let numbers = names.filter { name, _ in
      var name = name
      return name.withUTF8(source.passes)
    }.map { String($0.1) }
    guard !numbers.isEmpty else { return exactly(.none) }
    return exactly(.sql("\(column) IN (\(numbers.joined(separator: ", ")))"))
  }

  /// The clause that a column of text has one of the values that pass a test; nil when there are too many.
  private func list(_ column: String, _ field: String, _ test: Test) throws -> Clause? {
    var values: [String] = []
    switch test {
    case .term(let text, ignoresCase: false): values = [text]
    case .terms(let texts, ignoresCase: false) where texts.count <= Self.maximumValues:
      values = texts.sorted()
    default:
      guard column != "uuid", let found = try search(column, field, test) else { return nil }
      values = found
    }
    values = values.filter { !$0.utf8.contains(0) }
    guard !values.isEmpty else { return Clause.none }
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    return .sql("\(column) IS NOT NULL AND \(column) IN (\(marks))", values.map(\.databaseValue))
  }

  private func search(_ column: String, _ field: String, _ test: Test) throws -> [String]? {
    let source = TermSource(field: field, test: test, types: types)
    let sql = "SELECT DISTINCT \(column) FROM alerts WHERE typeof(\(column)) = 'text' LIMIT ?"
    let texts = try reader.rows(sql, [Self.maximumSearched + 1]) { $0[0] as String }
    guard texts.count <= Self.maximumSearched else { return nil }
    let found = texts.filter { text in
      var text = text
      return text.withUTF8(source.passes)
    }
    return found.count <= Self.maximumValues ? found : nil
  }
}
