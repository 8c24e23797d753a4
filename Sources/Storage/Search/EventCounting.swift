import Events
import Foundation
import GRDB
import Query

/// Counts events that match: in SQL as far as columns decide, and by reading the others.
struct EventCounting {
  /// More different values than this are not counted apart.
  static let maximumValues = 100_000

  private let reader: StoreReader
  private let selection: EventSelection
  private let sql: SelectionSQL
  private let matching: EventMatching

  init(
    _ reader: StoreReader, _ expression: Query.Expression, _ selection: EventSelection, field: String? = nil
  ) {
    self.reader = reader
    let (condition, unlimited) = StoreReader.whole(expression, selection)
    self.selection = unlimited
    sql = SelectionSQL(reader: reader, selection: unlimited)
    matching = EventMatching(
      condition, fields: field.map { [$0] } ?? [], types: selection.types, mapping: reader.options.mapping)
  }

  func count() throws -> Int {
    var count = 0
    try forEachTable { partition, over, under in
      count += try sure("count(*)", partition, under)?.fetchOne(Int.self) ?? 0
      try undecided(partition, over, under) { _ in count += 1 }
    }
    return count
  }

  func histogram(_ interval: Int64) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    try forEachTable { partition, over, under in
      let known = Clause.and([under, .sql("time IS NOT NULL")]) ?? .none
      let start = "(time - CASE WHEN time < 0 THEN \(interval - 1) ELSE 0 END) / \(interval) * \(interval)"
      if let statement = try sure("\(start), count(*)", partition, known, suffix: " GROUP BY 1") {
        let cursor = try Row.fetchCursor(statement)
        while let row = try cursor.next() { counts[row[0], default: 0] += row[1] }
      }
      try undecided(partition, over, under) { event in
        guard let time = event.time?.nanoseconds else { return }
        counts[time.floored(toMultipleOf: interval), default: 0] += 1
      }
    }
    return counts
  }

  func topValues(_ path: String, limit: Int) throws -> TopValues {
    var tally = ValueTally()
    let field = EventField.byPath[path]
    try forEachTable { partition, over, under in
      if let field {
        try countTerms(field, partition, under, into: &tally)
        let unknown = Clause.sql("+\(field.column) = \(EventColumns.Mark.unknown)")
        try read(partition, Clause.and([under, unknown]) ?? .none) { tally.add(matching.values(0)) }
      } else {
        try read(partition, under) { tally.add(matching.values(0)) }
      }
      try undecided(partition, over, under) { _ in tally.add(matching.values(0)) }
    }
    return TopValues(
      tally.counts, limit: limit, missing: tally.missing, uncounted: tally.uncounted)
  }

  private func countTerms(
    _ field: EventField, _ partition: Partition, _ under: Clause, into tally: inout ValueTally
  ) throws {
    let column = field.column
    let statement = try sure(
      "+\(column), count(*), (SELECT text FROM \(partition.terms) WHERE id = \(column))", partition, under,
      suffix: " GROUP BY 1")
    guard let statement else { return }
    let cursor = try Row.fetchCursor(statement)
    while let row = try cursor.next() {
      let number: Int64 = row[0]
      if number == EventColumns.Mark.absent { tally.missing += row[1] }
      if number >= EventColumns.Mark.firstTerm {
        tally.add(String(decoding: row[2] as Data, as: UTF8.self), row[1])
      }
    }
  }

  // MARK: Rows

  private func forEachTable(_ body: (Partition, Clause, Clause) throws -> Void) throws {
    for partition in try reader.partitions() where sql.canContain(partition) {
      let (over, under) = try sql.plan(partition)
      try body(partition, over, over == under ? over : under)
    }
  }

  private func sure(_ columns: String, _ partition: Partition, _ clause: Clause, suffix: String = "") throws
    -> Statement?
  {
    try sql.statement(columns, partition, where: clause, isOrdered: false, suffix: suffix)
  }

  /// Reads the rows that columns cannot decide, and hands out those that match.
  private func undecided(
    _ partition: Partition, _ over: Clause, _ under: Clause, _ body: (StoredEvent) throws -> Void
  ) throws {
    guard over != under, let rest = Clause.and([over, under.negated]) else { return }
    try forEach(partition, rest) { event in
      if matching.matches() { try body(event) }
    }
  }

  private func read(_ partition: Partition, _ clause: Clause, _ body: () throws -> Void) throws {
    try forEach(partition, clause) { _ in try body() }
  }

  private func forEach(_ partition: Partition, _ clause: Clause, _ body: (StoredEvent) throws -> Void) throws
  {
    let columns = "\(EventStream.columns), 1"
    guard let statement = try sql.statement(columns, partition, where: clause, isOrdered: false) else {
      return
    }
    let stream = try EventStream(statement, partition, .arrival, reader)
    let codec = try EventCodec()
    while stream.head != nil {
      _ = try stream.take(codec) { event, _ in
        try matching.move(to: event)
        try body(event)
      }
    }
  }
}

extension Statement {
  fileprivate func fetchOne<T: DatabaseValueConvertible>(_ type: T.Type) throws -> T? {
    try T.fetchOne(self)
  }
}

/// How often values occur.
struct ValueTally {
  private(set) var counts: [String: Int] = [:]
  var missing = 0
  private(set) var uncounted = 0

  /// Counts the values of an event, each once.
  mutating func add(_ values: FieldValues) {
    guard !values.isEmpty else {
      missing += 1
      return
    }
    if values.count == 1 { return add(values[0].text, 1) }
    for text in Set(values.map(\.text)) { add(text, 1) }
  }

  mutating func add(_ text: String, _ count: Int) {
    guard counts.count < EventCounting.maximumValues || counts[text] != nil else {
      uncounted += count
      return
    }
    counts[text, default: 0] += count
  }
}
