public import CloudTrail
public import Events
public import OrderedCollections
public import Query

/// Answers an ES|QL query over events. Every event that can have an influence is kept until the end of the input.
public final class TableSearch: RecordHandler {
  private let plan: ESQLPlan
  private let sources: ESQLSources
  private let program: Program
  private let fields: [Int]
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let mapper: ECSMapper
  private let now: Timestamp
  private var events: [HeldEvent] = []
  private var rows: [Row] = []
  private var byteCount = 0

  /// How many events found no room.
  public private(set) var refused = 0

  /// A search.
  ///
  /// - Parameters:
  ///   - plan: The query.
  ///   - types: The types of fields.
  ///   - now: The time that `NOW()` returns.
  ///   - mapper: Makes documents of raw records.
  public init(_ plan: ESQLPlan, types: FieldTypes, now: Timestamp, mapper: ECSMapper) {
    self.plan = plan
    self.mapper = mapper
    self.now = now
    sources = ESQLSources(plan)
    var builder = ProgramBuilder(types: types)
    _ = builder.add(plan.prefilter)
    for condition in plan.conditions { _ = builder.add(condition) }
    fields = sources.fields.map { builder.field($0) }
    program = builder.build()
    matcher = Matcher(program: program)
    records = RecordSource(catalog: program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: program.catalog)
  }

  /// Considers a CloudTrail record.
  public func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    records.move(to: bytes, slots: slots)
    keep(bytes, records, id: slots[.eventID].string, index: EventIdentity.cloudTrailIndex, isRecord: true)
  }

  /// Considers an ECS document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    documents.move(to: (try? JSONReader.read(bytes))?.object ?? [:])
    keep(bytes, documents, id: id, index: index ?? "", isRecord: false)
  }

  private func keep(
    _ bytes: UnsafeBufferPointer<UInt8>, _ source: some FieldSource, id: String?, index: String,
    isRecord: Bool
  ) {
    guard matcher.matches(query: 0, source) else { return }
    guard byteCount + bytes.count <= RowTable.maximumBytes, rows.count < RowTable.maximumRows else {
      refused += 1
      return
    }
    let needsBytes = sources.needsDocuments
    if needsBytes { byteCount += bytes.count }
    let holding = plan.conditions.indices.filter { matcher.matches(query: $0 + 1, source) }.map { $0 + 1 }
    rows.append(
      Row(
        event: events.count, time: nil, steps: [0] + holding, values: fields.map { program.value($0, source) }
      ))
    events.append(
      HeldEvent(
        identity: EventIdentity(index: index, id: id ?? AlertID.content(bytes)), index: index, time: nil,
        order: UInt64(events.count), isRecord: isRecord, bytes: needsBytes ? Array(bytes) : []))
  }

  /// The rows of the result, and what people should know about them.
  public func results() -> (rows: [JSONObject], warnings: [String]) {
    let context = ESQLContext(now: now)
    let start =
      plan.indices.isEmpty
      ? [ESQLRow(values: Array(repeating: .null, count: plan.slotCount), origins: [])]
      : rows.enumerated().map {
        sources.row($0.element, events[$0.element.event], number: $0.offset, mapper: mapper)
      }
    let result = plan.run(start, context).map(shown)
    let lost = refused > 0 ? ["\(refused) matching events found no room"] : []
    return (result, context.warnings + lost)
  }

  private func shown(_ row: ESQLRow) -> JSONObject {
    let columns = sources.columns(row)
    guard plan.showsSource, let origin = row.origins.first else { return columns }
    var object = columns
    for (name, value) in FlatDocument.fields(events[rows[origin].event].document(mapper))
    where plan.shows(name) {
      if object[name] == nil, !plan.columns.contains(where: { $0.name == name }) { object[name] = value }
    }
    return object
  }
}
