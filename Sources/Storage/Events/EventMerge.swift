import Events
import GRDB

/// Reads the rows of a selection from all tables that can have some, in one order.
struct EventMerge {
  private let reader: StoreReader
  private let selection: EventSelection
  private let sql: SelectionSQL

  init(_ reader: StoreReader, _ selection: EventSelection) {
    self.reader = reader
    self.selection = selection
    sql = SelectionSQL(reader: reader, selection: selection)
  }

  /// Hands out the events, and whether columns alone tell that one matches; the limit of the selection holds.
  func forEach(_ body: (StoredEvent, Bool) throws -> Bool) throws {
    let codec = try EventCodec()
    var waiting = try reader.partitions().filter(sql.canContain).map { partition in
      (key: EventStream.firstKey(partition, selection.order), partition: partition)
    }.sorted { $0.key > $1.key }
    var open: [EventStream] = []
    var count = 0
    while count < selection.limit ?? .max {
      // A table is opened when its first row could be next.
      while let next = waiting.last, open.allSatisfy({ next.key <= $0.key }) {
        waiting.removeLast()
        if let stream = try stream(next.partition), stream.head != nil { open.append(stream) }
      }
      guard let stream = open.min(by: { $0.key < $1.key }) else { return }
      count += 1
      guard try stream.take(codec, body) ?? false else { return }
      if stream.head == nil { open.removeAll { $0 === stream } }
    }
  }

  private func stream(_ partition: Partition) throws -> EventStream? {
    let (over, under) = try sql.plan(partition)
    let (sure, arguments) = under.condition ?? ("0", [])
    let columns = "\(EventStream.columns), (\(over == under ? "1" : sure))"
    let statement = try sql.statement(
      columns, arguments: over == under ? [] : arguments, partition, where: over, isOrdered: true)
    return try statement.map { try EventStream($0, partition, selection.order, reader) }
  }
}
