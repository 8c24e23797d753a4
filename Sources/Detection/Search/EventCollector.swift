public import CloudTrail
public import Events
import OrderedCollections
import Query

/// Keeps the events that queries match, with the values of some fields, in the order of the input.
public final class EventCollector: RecordHandler {
  private let program: Program
  private let conditions: Range<Int>
  private let fields: [Int]
  private let keepsDocuments: Bool
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private var matched: [Int] = []
  private var byteCount = 0

  /// How many events are kept.
  public var count: Int { events.count }

  /// The events that matched.
  private(set) var events: [HeldEvent] = []
  /// A row for each event.
  private(set) var rows: [Row] = []
  /// How many events found no room.
  private(set) var refused = 0

  /// A collector of the events that at least one query matches; of further conditions is kept whether they hold.
  init(
    queries: [Expression], conditions: [Expression] = [], fields: [String], keepsDocuments: Bool,
    types: FieldTypes,
    mapper: ECSMapper
  ) {
    var builder = ProgramBuilder(types: types)
    for query in queries { _ = builder.add(query) }
    for condition in conditions { _ = builder.add(condition, onRequest: true) }
    self.conditions = queries.count..<queries.count + conditions.count
    self.fields = fields.map { builder.field($0) }
    self.keepsDocuments = keepsDocuments
    program = builder.build()
    matcher = Matcher(program: program)
    records = RecordSource(catalog: program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: program.catalog)
  }

  /// Considers a CloudTrail record.
  public func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    records.move(to: bytes, slots: slots)
    matcher.matches(records, into: &matched)
    keep(
      bytes, records, time: Timestamp(slots[.eventTime]), id: slots[.eventID].string,
      index: EventIdentity.cloudTrailIndex, isRecord: true)
  }

  /// Considers an ECS document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    documents.move(to: document)
    matcher.matches(documents, into: &matched)
    let time = document["@timestamp"]?.string.flatMap { Timestamp($0) }
    keep(bytes, documents, time: time, id: id, index: index ?? "", isRecord: false)
  }

  private func keep(
    _ bytes: UnsafeBufferPointer<UInt8>, _ source: some FieldSource, time: Timestamp?, id: String?,
    index: String,
    isRecord: Bool
  ) {
    defer { matched.removeAll(keepingCapacity: true) }
    guard !matched.isEmpty else { return }
    guard byteCount + bytes.count <= RowTable.maximumBytes, rows.count < RowTable.maximumRows else {
      refused += 1
      return
    }
    if keepsDocuments { byteCount += bytes.count }
    let holding = conditions.filter { matcher.matches(query: $0, source) }
    let values = fields.map { program.value($0, source) }
    rows.append(
      Row(event: events.count, time: time?.nanoseconds, steps: matched + holding, values: values))
    events.append(
      HeldEvent(
        identity: EventIdentity(index: index, id: id ?? AlertID.content(bytes)), index: index, time: time,
        order: UInt64(events.count), isRecord: isRecord, bytes: keepsDocuments ? Array(bytes) : []))
  }
}
