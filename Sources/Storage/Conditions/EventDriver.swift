import GRDB
import Query

/// What the rows of a table are found by: texts that columns with an index must have.
struct EventDriver {
  /// Rows found by more entries of indexes than this are better found by reading all.
  static let maximumCost = 50_000

  private var numbers: [EventField: Set<Int64>]
  private var cost: Int

  /// The cheapest way to find the rows that can match an expression; nil when no index helps.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - condition: What knows the texts of the table.
  ///   - maximumCost: Rows found by more entries of indexes than this are found otherwise.
  /// - Returns: The way.
  /// - Throws: `StoreError`.
  static func best(
    for expression: Expression, _ condition: EventCondition, maximumCost: Int = EventDriver.maximumCost
  ) throws -> EventDriver? {
    switch expression {
    case .all, .none, .anyField, .nested, .computed: return nil
    case .not(.test(let path, .exists)):
      return try rows(path, [EventColumns.Mark.absent], condition, maximumCost)
    case .not: return nil
    case .and(let parts):
      return try parts.compactMap { try best(for: $0, condition, maximumCost: maximumCost) }.min {
        $0.cost < $1.cost
      }
    case .or(let parts):
      var all = EventDriver(numbers: [:], cost: 0)
      for part in parts {
        guard let driver = try best(for: part, condition, maximumCost: maximumCost) else { return nil }
        all.numbers.merge(driver.numbers) { $0.union($1) }
        all.cost += driver.cost
        guard all.cost <= maximumCost else { return nil }
      }
      return parts.isEmpty ? nil : all
    case .test(let path, let test): return try leaf(path, test, condition, maximumCost)
    }
  }

  private static func leaf(
    _ path: String, _ test: Test, _ condition: EventCondition, _ maximumCost: Int
  ) throws -> EventDriver? {
    if case .exists = test { return nil }
    guard let field = EventField.byPath[path], field.hasIndex, test.readsTextOnly,
      let terms = try condition.terms(field, test)
    else { return nil }
    return try rows(path, terms, condition, maximumCost)
  }

  /// The rows that have one of some numbers for a field, or a value that no column holds; nil when these are too many.
  private static func rows(
    _ path: String, _ known: [Int64], _ condition: EventCondition, _ maximumCost: Int
  ) throws -> EventDriver? {
    guard let field = EventField.byPath[path], field.hasIndex else { return nil }
    let numbers = Set(known + [EventColumns.Mark.unknown])
    let sql = """
      SELECT count(*) FROM (SELECT 1 FROM \(condition.partition.name) WHERE \(field.column) = ? LIMIT ?)
      """
    var cost = 0
    for number in numbers {
      cost += try condition.reader.integer(sql, [number, maximumCost + 1])
      guard cost <= maximumCost else { return nil }
    }
    return EventDriver(numbers: [field: numbers], cost: cost)
  }

  /// The condition that SQLite finds rows by.
  var clause: Clause {
    let parts = numbers.sorted { $0.key.rawValue < $1.key.rawValue }.map { field, numbers in
      let list = numbers.sorted().map { String($0) }.joined(separator: ", ")
      return Clause.sql("\(field.column) IN (\(list))")
    }
    return Clause.or(parts) ?? .all
  }
}
