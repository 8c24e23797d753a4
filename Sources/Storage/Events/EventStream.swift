import Events
import Foundation
import GRDB

/// The rows of one table that a selection reads, in its order.
final class EventStream {
  /// What is read of a row, before a last column that tells whether it matches for certain.
  static let columns = "seq, time, ingested, index_name, kind, raw"

  let partition: Partition
  private let order: EventSelection.Order
  private let cursor: RowCursor
  private let indices: IndexNames
  /// The row that comes next; nil at the end.
  private(set) var head: Row?

  init(_ statement: Statement, _ partition: Partition, _ order: EventSelection.Order, _ reader: StoreReader)
    throws
  {
    self.partition = partition
    self.order = order
    indices = IndexNames(reader, partition)
    cursor = try Row.fetchCursor(statement)
    head = try cursor.next()
  }

  /// What the next row is ordered by: smaller comes first.
  var key: (Int64, Int64) {
    guard let head else { return (.max, .max) }
    let seq: Int64 = head[0]
    let time: Int64? = head[1]
    return switch order {
    case .arrival: (seq, 0)
    case .timeAscending: (time ?? .min, seq)
    case .timeDescending: (time.map { ~$0 } ?? .max, ~seq)
    }
  }

  /// The smallest key that a row of a table can have.
  static func firstKey(_ partition: Partition, _ order: EventSelection.Order) -> (Int64, Int64) {
    switch order {
    case .arrival: (partition.seq?.lowerBound ?? .min, 0)
    case .timeAscending: (partition.day == nil ? .min : partition.time?.lowerBound ?? .min, .min)
    case .timeDescending: (partition.time.map { ~$0.upperBound } ?? .min, .min)
    }
  }

  /// Hands out the next row and moves on.
  ///
  /// - Parameters:
  ///   - codec: Restores the event.
  ///   - body: Takes the event, and whether it matches for certain.
  /// - Returns: What the closure returns; nil at the end.
  /// - Throws: `StoreError`, and what the closure throws.
  func take<T>(_ codec: EventCodec, _ body: (StoredEvent, Bool) throws -> T) throws -> T? {
    guard let row = head else { return nil }
    let isSure: Bool = row[6]
    let index = try indices.name(row[3])
    let result = try row.withUnsafeData(atIndex: 5) { data in
      try (data ?? Data()).withUnsafeBytes { frame in
        let (id, text) = try codec.unpack(frame)
        return try body(
          StoredEvent(
            seq: row[0], time: (row[1] as Int64?).map { Timestamp(nanoseconds: $0) },
            ingested: Timestamp(nanoseconds: row[2]), index: index, idBytes: id,
            kind: EventKind(rawValue: row[4]) ?? .document, bytes: text), isSure)
      }
    }
    head = try cursor.next()
    return result
  }
}

/// The names of indices in a table of events.
private final class IndexNames {
  private let reader: StoreReader
  private let partition: Partition
  private var known: [Int64: String] = [:]

  init(_ reader: StoreReader, _ partition: Partition) {
    self.reader = reader
    self.partition = partition
  }

  func name(_ number: Int64) throws -> String {
    if let name = known[number] { return name }
    let data = try reader.row("SELECT text FROM \(partition.terms) WHERE id = ?", [number]) { $0[0] as Data }
    let name = String(decoding: data ?? Data(), as: UTF8.self)
    if known.count < 10_000 { known[number] = name }
    return name
  }
}
