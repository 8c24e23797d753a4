import Crypto
import Events
import Foundation
import GRDB

/// Adds events in one transaction: numbers them, puts each into the table of its day, and counts.
final class Arrivals {
  /// The number under which the texts of indices are stored beside those of fields.
  static let indexField = -1
  /// Days this long before now have tables of their own.
  private static let oldest: Int64 = 20 * 366
  /// Days this long after now have tables of their own.
  private static let newest: Int64 = 2

  private unowned let writer: StoreWriter
  private let state: WritingState
  private var seq: Int64
  private var ingested: Int64
  private let today: Int64
  private var partitions: [String: OpenPartition] = [:]
  /// Tables that are known not to exist.
  private var missing: Set<String> = []
  private var latest: OpenPartition?
  private var values: [Int64] = Array(repeating: 0, count: EventField.allCases.count)

  /// A table with its statements.
  final class OpenPartition {
    var partition: Partition
    let insert: EventInsert
    let find: Statement
    let findTerm: Statement
    let insertTerm: Statement
    var isChanged = false

    init(_ partition: Partition, _ database: Database) throws {
      self.partition = partition
      insert = try EventInsert(table: partition.name, database)
      find = try database.cachedStatement(sql: "SELECT seq FROM \(partition.name) WHERE identity = ?")
      findTerm = try database.cachedStatement(
        sql: "SELECT id FROM \(partition.terms) WHERE field = ? AND text = ?")
      insertTerm = try database.cachedStatement(
        sql: "INSERT INTO \(partition.terms) (field, text) VALUES (?, ?)")
    }
  }

  /// When the events of this transaction arrive.
  var arrivalTime: Timestamp { Timestamp(nanoseconds: ingested) }

  init(_ writer: StoreWriter) throws {
    self.writer = writer
    state = writer.state
    let last = try writer.row("SELECT seq, ingested FROM arrivals") { ($0[0] as Int64, $0[1] as Int64) }
    guard let last else { throw StoreError(.corrupt, "the table arrivals is empty") }
    seq = last.0
    // Arrival times never go back, whatever the clock does.
    ingested = max(last.1, writer.now.nanoseconds)
    today = writer.now.daysAndRest.days
  }

  /// Adds an event unless it is there already.
  func append(_ draft: EventDraft) throws -> AppendResult {
    try writer.checkTransaction()
    let identity = Self.identity(draft.index, draft.id)
    let open = try table(of: draft.time)
    if let known = try elsewhere(identity, draft.time, open) { return .duplicate(known) }
    guard let seq = try insert(draft, identity, into: open) else {
      return .duplicate(try Int64.fetchOne(open.find, arguments: [identity]) ?? 0)
    }
    return .stored(seq)
  }

  /// The first 16 bytes of the SHA-256 of the length of the index, the index and the identifier.
  static func identity(_ index: String, _ id: String) -> Data {
    var hash = SHA256()
    var (index, id) = (index, id)
    withUnsafeBytes(of: UInt64(index.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
    index.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    id.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return hash.finalize().withUnsafeBytes { Data($0.prefix(16)) }
  }

  private func insert(_ draft: EventDraft, _ identity: Data, into open: OpenPartition) throws -> Int64? {
    let next = seq + 1
    var name = draft.index
    let index = try name.withUTF8 { try number(open, Self.indexField, $0) }
    try draft.columns.forEach { field, text, mark in
      values[field.rawValue] = try text.map { try number(open, field.rawValue, $0) } ?? mark
    }
    let (count, isNew) = try withFrame(draft) { frame in
      let isNew = try open.insert.run(
        seq: next, time: draft.time?.nanoseconds, ingested: ingested, identity: identity, index: index,
        kind: draft.kind.rawValue, values: values, frame: frame)
      return (frame.count, isNew)
    }
    guard isNew else { return nil }
    seq = next
    open.partition.add(seq: next, time: draft.time?.nanoseconds, ingested: ingested, bytes: count)
    open.isChanged = true
    return next
  }

  private func withFrame<T>(_ draft: EventDraft, _ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
    if let frame = draft.frame { return try frame.withUnsafeBytes(body) }
    return try draft.bytes.withUnsafeBufferPointer { try body(state.codec.pack(id: draft.id, $0)) }
  }

  // MARK: Terms

  /// The number of a text, which is stored when it is new.
  private func number(
    _ open: OpenPartition, _ field: Int, _ text: UnsafeBufferPointer<UInt8>
  ) throws -> Int64 {
    let scope = open.partition.id << 8 | Int64(field + 1)
    if let known = state.terms.find(scope, text) { return known }
    let data = Data(text)
    if let known = try Int64.fetchOne(open.findTerm, arguments: [field, data]) {
      state.terms.insert(scope, text, known)
      return known
    }
    try open.insertTerm.execute(arguments: [field, data])
    let new = writer.database.lastInsertedRowID
    state.terms.insert(scope, text, new)
    return new
  }

  // MARK: Tables

  /// An event that was stored while no table was made for its day is in the table of the others.
  private func elsewhere(_ identity: Data, _ time: Timestamp?, _ open: OpenPartition) throws -> Int64? {
    guard let time, open.partition.day != nil, let other = try existing(Partition.other),
      other.partition.time?.contains(time.nanoseconds) ?? false
    else { return nil }
    return try Int64.fetchOne(other.find, arguments: [identity])
  }

  /// The table for events of a time.
  private func table(of time: Timestamp?) throws -> OpenPartition {
    let day = time?.daysAndRest.days
    if let latest, latest.partition.day == day { return latest }
    let name = try name(of: day)
    let open = try existing(name) ?? make(name, day: name == Partition.other ? nil : day)
    if day != nil, open.partition.day == day { latest = open }
    return open
  }

  private func name(of day: Int64?) throws -> String {
    guard let day else { return Partition.other }
    let name = Partition.name(day: day)
    let hasTable = day >= today - Self.oldest && day <= today + Self.newest
    return try hasTable || existing(name) != nil ? name : Partition.other
  }

  /// A table that is there already; nil when it is not.
  func existing(_ name: String) throws -> OpenPartition? {
    if let open = partitions[name] { return open }
    guard !missing.contains(name) else { return nil }
    let sql = "SELECT \(Partition.columns) FROM partitions WHERE name = ?"
    guard let partition = try writer.row(sql, [name], Partition.init(row:)) else {
      missing.insert(name)
      return nil
    }
    let open = try OpenPartition(partition, writer.database)
    partitions[name] = open
    return open
  }

  private func make(_ name: String, day: Int64?) throws -> OpenPartition {
    let sql = "INSERT INTO partitions (name, day, rows, bytes) VALUES (?, ?, 0, 0)"
    try writer.execute(sql, [name, day])
    missing.remove(name)
    let terms = "terms" + name.dropFirst("events".count)
    try writer.database.execute(sql: Schema.day(events: name, terms: terms))
    guard let open = try existing(name) else { throw StoreError(.corrupt, "the table \(name) is missing") }
    return open
  }

  /// Removes an event wherever it is.
  ///
  /// - Returns: Whether it was there.
  func remove(index: String, id: String) throws -> Bool {
    let identity = Self.identity(index, id)
    let names = try writer.rows("SELECT name FROM partitions ORDER BY max_seq DESC") { $0[0] as String }
    var wasThere = false
    for name in names {
      guard let open = try existing(name), let seq = try Int64.fetchOne(open.find, arguments: [identity])
      else { continue }
      let length = try writer.integer("SELECT length(raw) FROM \(name) WHERE seq = ?", [seq])
      try writer.execute("DELETE FROM \(name) WHERE seq = ?", [seq])
      open.partition.rows -= 1
      open.partition.bytes -= Int64(length)
      open.isChanged = true
      wasThere = true
    }
    return wasThere
  }

  /// Writes the counts.
  func finish() throws {
    let changed = partitions.values.filter(\.isChanged)
    guard !changed.isEmpty else { return }
    try writer.execute("UPDATE arrivals SET seq = ?, ingested = ?", [seq, ingested])
    for open in changed {
      let partition = open.partition
      try writer.execute(
        """
        UPDATE partitions SET rows = ?, min_seq = ?, max_seq = ?, min_time = ?, max_time = ?, min_ingested = ?,
          max_ingested = ?, bytes = ? WHERE id = ?
        """,
        [
          partition.rows, partition.seq?.lowerBound, partition.seq?.upperBound, partition.time?.lowerBound,
          partition.time?.upperBound, partition.ingested?.lowerBound, partition.ingested?.upperBound,
          partition.bytes, partition.id,
        ])
      open.isChanged = false
    }
  }
}
