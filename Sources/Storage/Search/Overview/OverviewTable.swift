import Events
import Foundation
import GRDB
import Query

/// Reads the digests of one table.
struct OverviewTable {
  let reader: StoreReader
  let request: EventOverviewRequest
  let partition: Partition
  private let over: Clause
  private let under: Clause
  /// Whether events themselves must be read by the order of their arrival, which takes long.
  private let readsAll: Bool

  init(reader: StoreReader, request: EventOverviewRequest, partition: Partition) throws {
    self.reader = reader
    self.request = request
    self.partition = partition
    let selection = EventSelection(
      condition: request.condition, time: request.time, order: .arrival, types: request.types)
    let plan = try SelectionSQL(reader: reader, selection: selection).tablePlan(partition)
    (over, under) = (plan.over, plan.under)
    readsAll = over != under && !plan.isDriven
  }

  /// The parts that are read one after the other, the newest first; nil stands for the whole table.
  func parts(length: Int64) -> [Range<Int64>?] {
    guard readsAll, let seq = partition.seq, seq.upperBound - seq.lowerBound >= length else { return [nil] }
    let first = seq.lowerBound / length
    let last = seq.upperBound / length
    return (first...last).reversed().map { $0 * length..<($0 + 1) * length }
  }

  /// About how many events a part has.
  func size(of part: Range<Int64>?) -> Int {
    guard let part, let seq = partition.seq else { return Int(partition.rows) }
    return part.clamped(to: seq.lowerBound..<seq.upperBound + 1).count
  }

  /// Reads a part.
  func digest(_ part: Range<Int64>?) throws -> EventDigest {
    let limits = part.map { Clause.sql("seq >= ? AND seq < ?", $0.lowerBound, $0.upperBound) } ?? .all
    var work = DigestWork(request)
    if let sure = Clause.and([under, limits]) {
      try forEach("seq, time, \(codes)", sure) { row in
        work.add(seq: row[0], time: row[1]) { .code(row[2 + $0]) }
        return
      }
      try readUnknown(sure, &work)
    }
    if over != under, let rest = Clause.and([over, under.negated, limits]) { try ask(rest, &work) }
    return try work.digest(texts: { try texts($0, $1) })
  }

  private var codes: String {
    request.fields.map { "+\($0.column)" }.joined(separator: ", ")
  }

  private func forEach(_ columns: String, _ clause: Clause, _ body: (Row) throws -> Void) throws {
    guard let (condition, arguments) = clause.condition else { return }
    let statement = try reader.database.makeStatement(
      sql: "SELECT \(columns) FROM \(partition.name) WHERE \(condition)")
    let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
    while let row = try cursor.next() { try body(row) }
  }

  /// Counts the values that columns cannot hold of events that match for certain.
  private func readUnknown(_ sure: Clause, _ work: inout DigestWork) throws {
    let fields = request.fields.indices.filter { work.hasUnknown[$0] }
    guard !fields.isEmpty else { return }
    let unknown = fields.map {
      Clause.sql("+\(request.fields[$0].column) = \(EventColumns.Mark.unknown)")
    }
    guard let clause = Clause.and([sure, Clause.or(unknown) ?? .all]) else { return }
    let matching = EventMatching(
      .all, fields: request.fields.map(\.path), types: request.types, mapping: reader.options.mapping)
    try events(clause) { event, row in
      try matching.move(to: event)
      for field in fields where row[7 + field] as Int64 == EventColumns.Mark.unknown {
        work.addTexts(matching.values(field), field)
      }
    }
  }

  /// Asks the events that columns cannot decide.
  private func ask(_ clause: Clause, _ work: inout DigestWork) throws {
    let matching = EventMatching(
      request.condition, fields: request.fields.map(\.path), types: request.types,
      mapping: reader.options.mapping)
    try events(clause) { event, row in
      try matching.move(to: event)
      guard matching.matches() else { return }
      work.add(seq: event.seq, time: event.time?.nanoseconds) { field in
        let code: Int64 = row[7 + field]
        return code == EventColumns.Mark.unknown ? .values(matching.values(field)) : .code(code)
      }
    }
  }

  private func events(_ clause: Clause, _ body: (StoredEvent, Row) throws -> Void) throws {
    guard let (condition, arguments) = clause.condition else { return }
    let statement = try reader.database.makeStatement(
      sql: "SELECT \(EventStream.columns), 1, \(codes) FROM \(partition.name) WHERE \(condition)")
    try statement.setArguments(StatementArguments(arguments))
    let stream = try EventStream(statement, partition, .arrival, reader)
    let codec = try EventCodec()
    while let row = stream.head {
      _ = try stream.take(codec) { event, _ in try body(event, row) }
    }
  }

  // MARK: Texts

  /// More numbers than this are not looked up one by one.
  private static let maximumLookUps = 200

  /// The hashes of the texts of numbers.
  private func texts(_ field: EventField, _ codes: [Int64]) throws -> [Int64: Int] {
    var hashes: [Int64: Int] = [:]
    hashes.reserveCapacity(codes.count)
    if codes.count <= Self.maximumLookUps {
      for code in codes {
        let sql = "SELECT text FROM \(partition.terms) WHERE id = ?"
        hashes[code] = try reader.row(sql, [code]) { Self.hash($0[0] as Data) }
      }
      return hashes
    }
    let sql = "SELECT id, text FROM \(partition.terms) WHERE field = ?"
    let cursor = try Row.fetchCursor(reader.database.cachedStatement(sql: sql), arguments: [field.rawValue])
    while let row = try cursor.next() { hashes[row[0]] = Self.hash(row[1] as Data) }
    return hashes
  }

  /// Texts that are equal as strings have equal hashes; others differ but for a chance of one in 2^64, with a seed that
  /// nobody knows.
  static func hash(_ text: String) -> Int {
    var hasher = Hasher()
    hasher.combine(text)
    return hasher.finalize()
  }

  static func hash(_ text: Data) -> Int { hash(String(decoding: text, as: UTF8.self)) }
}
