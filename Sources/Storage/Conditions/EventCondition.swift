import Events
import Foundation
import GRDB
import Query

/// Translates an expression to SQL over the columns of one table of events.
///
/// A test on a field with a column is decided for each text that the table's events have for the field; an event whose value
/// no column could hold is left to be looked at.
final class EventCondition {
  /// A test that fits more texts than this is not asked of the column.
  private static let maximumTerms = 4000
  /// A field with more texts than this is not searched for those that fit.
  private static let maximumSearched = 200_000

  let reader: StoreReader
  let partition: Partition
  let types: FieldTypes
  private var known: [Question: [Int64]?] = [:]

  private struct Question: Hashable {
    let field: EventField
    let test: Test
  }

  init(reader: StoreReader, partition: Partition, types: FieldTypes) {
    self.reader = reader
    self.partition = partition
    self.types = types
  }

  /// What the columns tell of an expression.
  func approximation(_ expression: Query.Expression) throws -> Approximation {
    try Approximation.of(expression, leaf: leaf)
  }

  private func leaf(_ field: String, _ test: Test) throws -> Approximation {
    switch (field, test) {
    case ("@timestamp", .date(let bounds)):
      // Records show their time in milliseconds, documents as they have it.
      let wide = TimeClause.near("time", bounds, widenedBy: TimeClause.millisecond)
      let narrow = TimeClause.near("time", bounds, widenedBy: -TimeClause.millisecond)
      return Approximation(
        over: Clause.or([.sql("time IS NULL"), Clause.and([.sql("time IS NOT NULL"), wide]) ?? .all]) ?? .all,
        under: Clause.and([.sql("time IS NOT NULL"), narrow]) ?? .none)
    case ("event.ingested", .date(let bounds)):
      let clause = TimeClause.rounded("ingested", bounds)
      return Approximation(over: clause, under: clause)
    default:
      guard let column = EventField.byPath[field], test.readsTextOnly else { return .nothing }
      return try leaf(column, test)
    }
  }

  private func leaf(_ field: EventField, _ test: Test) throws -> Approximation {
    // The sign keeps SQLite from choosing an index: `EventDriver` chooses.
    let column = "+\(field.column)"
    if case .exists = test {
      return Approximation(
        over: .sql("\(column) <> \(EventColumns.Mark.absent)"),
        under: .sql("\(column) >= \(EventColumns.Mark.firstTerm)"))
    }
    guard let terms = try terms(field, test) else { return .nothing }
    let unknown = "\(EventColumns.Mark.unknown)"
    guard !terms.isEmpty else { return Approximation(over: .sql("\(column) = \(unknown)"), under: .none) }
    let list = terms.map { String($0) }.joined(separator: ", ")
    return Approximation(
      over: .sql("\(column) IN (\(list), \(unknown))"), under: .sql("\(column) IN (\(list))"))
  }

  /// The numbers of the texts that pass a test; nil when there are too many.
  func terms(_ field: EventField, _ test: Test) throws -> [Int64]? {
    let question = Question(field: field, test: test)
    if let known = known[question] { return known }
    let found = try find(field, test)
    known[question] = .some(found)
    return found
  }

  private func find(_ field: EventField, _ test: Test) throws -> [Int64]? {
    switch test {
    case .term(let text, ignoresCase: false): return try lookUp(field, [text])
    case .terms(let texts, ignoresCase: false) where texts.count <= 100: return try lookUp(field, texts)
    default: return try search(field, test)
    }
  }

  private func lookUp(_ field: EventField, _ texts: some Sequence<String>) throws -> [Int64] {
    let sql = "SELECT id FROM \(partition.terms) WHERE field = ? AND text = ?"
    let statement = try reader.database.cachedStatement(sql: sql)
    return try texts.compactMap {
      try Int64.fetchOne(statement, arguments: [field.rawValue, Data($0.utf8)])
    }.sorted()
  }

  /// The range of texts that a pattern with a fixed beginning can fit; nil when it can fit any.
  private static func range(of test: Test) -> (first: Data, end: Data?)? {
    guard case .wildcard(let pattern, ignoresCase: false) = test,
      case .literal(let head)? = pattern.pieces.first
    else { return nil }
    var end = head
    while let last = end.last, last == .max { end.removeLast() }
    guard let last = end.popLast() else { return (Data(head), nil) }
    return (Data(head), Data(end + [last + 1]))
  }

  private func search(_ field: EventField, _ test: Test) throws -> [Int64]? {
    let source = TermSource(field: field.path, test: test, types: types)
    var sql = "SELECT id, text FROM \(partition.terms) WHERE field = ?"
    var arguments: StatementArguments = [field.rawValue]
    if let (first, end) = Self.range(of: test) {
      sql += " AND text >= ?"
      arguments += [first]
      if let end {
        sql += " AND text < ?"
        arguments += [end]
      }
    }
    let statement = try reader.database.makeStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    var found: [Int64] = []
    var seen = 0
    while let row = try cursor.next() {
      seen += 1
      let passes = try row.withUnsafeData(atIndex: 1) { data in
        (data ?? Data()).withUnsafeBytes { source.passes($0.bindMemory(to: UInt8.self)) }
      }
      if passes { found.append(row[0]) }
      if seen > Self.maximumSearched || found.count > Self.maximumTerms { return nil }
    }
    return found
  }
}
