import CloudTrail
import Events
import OrderedCollections

/// A raw record as it is stored: with the time it arrived as the time it was read.
final class StoredRecordSource: FieldSource {
  private enum Field {
    case own
    case arrival
    case time
    case id
    case index
  }

  /// Stands in the mapping for the time that the record was read.
  private static let placeholder = Timestamp(nanoseconds: -9_214_560_000_000_000_000)

  private let record: RecordSource
  private let fields: [Field]
  private let scanner = SlotScanner(plan: RecordSlot.plan)
  private let arena = Arena()
  private let placeholder = StoredRecordSource.placeholder.description
  private var arrival = ""
  private var id = ""
  private var index = ""

  init(catalog: FieldCatalog, mapping: ECSMapper.Options) {
    var mapping = mapping
    mapping.ingested = Self.placeholder
    record = RecordSource(catalog: catalog, mapper: ECSMapper(options: mapping))
    fields = catalog.entries.map { entry in
      switch entry.path {
      case "event.ingested", "event.created": .arrival
      case "@timestamp": .time
      case "_id": .id
      case "_index": .index
      default: .own
      }
    }
    usesIdentity = catalog.entries.contains { $0.path == "_id" || $0.path == "_index" }
  }

  private let usesIdentity: Bool

  /// Moves to an event.
  ///
  /// - Throws: `StoreError` when its text is damaged.
  func move(to event: StoredEvent) throws {
    guard let start = event.bytes.baseAddress else {
      throw StoreError(.corrupt, "event \(event.seq) is empty")
    }
    let reader = JSONScanner(start: start, end: start + event.bytes.count)
    do {
      _ = try scanner.scanObject(reader, at: start)
    } catch {
      throw StoreError(.corrupt, "event \(event.seq) is no JSON object: \(error)")
    }
    arena.reset()
    arrival = event.ingested.description
    if usesIdentity { (id, index) = (event.id, event.index) }
    record.move(to: event.bytes, slots: scanner)
  }

  func values(of field: Int) -> FieldValues {
    switch fields[field] {
    case .own: return record.values(of: field)
    case .arrival: return value(arrival)
    case .id: return value(id)
    case .index: return value(index)
    case .time:
      let values = record.values(of: field)
      guard values.count == 1, values[0].bytes.elementsEqual(placeholder.utf8) else { return values }
      return value(arrival)
    }
  }

  private func value(_ text: String) -> FieldValues {
    arena.copy(FieldValue(kind: .string, bytes: arena.copy(text)))
  }

  func document() -> JSONObject {
    var document = record.document()
    if document["@timestamp"]?.string == placeholder { document["@timestamp"] = .string(arrival) }
    document.update("event") { event in
      event["created"] = .string(arrival)
      event["ingested"] = .string(arrival)
    }
    return document
  }
}
