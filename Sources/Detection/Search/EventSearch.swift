public import CloudTrail
public import Events
public import OrderedCollections
public import Query

/// Finds events by an EQL query: single events, sequences or samples, in the order of time and then of the input.
///
/// Every matching event is kept until the end of the input.
public final class EventSearch: RecordHandler {
  private let query: EQLQuery
  private let rule: EQLRule
  private let program: Program
  private let fields: [Int]
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let mapper: ECSMapper
  private var events: [HeldEvent] = []
  private var rows: [Row] = []
  private var matched: [Int] = []
  private var byteCount = 0

  /// How many events found no room.
  public private(set) var refused = 0

  /// A search.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - types: The types of fields.
  ///   - now: The time that date maths refers to.
  ///   - mapper: Makes documents of raw records.
  /// - Throws: `EQLCompileError` when a value does not fit its field.
  public init(_ query: EQLQuery, types: FieldTypes, now: Timestamp, mapper: ECSMapper) throws(EQLCompileError)
  {
    self.query = query
    self.mapper = mapper
    let compiler = EQLCompiler(types: types, now: now)
    var builder = ProgramBuilder(types: types)
    var queries: [Expression] = []
    for term in query.terms { queries.append(try compiler.compile(term.filter)) }
    for expression in queries { _ = builder.add(expression) }
    rule = EQLRule(query, queries: queries, timeField: "@timestamp", tiebreaker: nil, longestSpan: nil)
    fields = rule.fields.map { builder.field($0) }
    program = builder.build()
    matcher = Matcher(program: program)
    records = RecordSource(catalog: program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: program.catalog)
  }

  /// Considers a CloudTrail record.
  public func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    records.move(to: bytes, slots: slots)
    matcher.matches(records, into: &matched)
    keep(bytes, records, time: Timestamp(slots[.eventTime]), isRecord: true)
  }

  /// Considers an ECS document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    documents.move(to: document)
    matcher.matches(documents, into: &matched)
    keep(bytes, documents, time: document["@timestamp"]?.string.flatMap { Timestamp($0) }, isRecord: false)
  }

  private func keep(
    _ bytes: UnsafeBufferPointer<UInt8>, _ source: some FieldSource, time: Timestamp?, isRecord: Bool
  ) {
    defer { matched.removeAll(keepingCapacity: true) }
    guard !matched.isEmpty else { return }
    guard byteCount + bytes.count <= RowTable.maximumBytes, rows.count < RowTable.maximumRows else {
      refused += 1
      return
    }
    byteCount += bytes.count
    let values = fields.map { program.value($0, source) }
    rows.append(Row(event: events.count, time: time?.nanoseconds, steps: matched, values: values))
    events.append(
      HeldEvent(
        identity: EventIdentity(index: "", id: String(events.count)), index: nil, time: time,
        order: UInt64(events.count), isRecord: isRecord, bytes: Array(bytes)))
  }

  /// What was found, with what people should know about it: groups of events, in single searches of one event each.
  public func results() -> (groups: [[JSONObject]], warnings: [String]) {
    let rows = RunRows(self.rows, events: events, mapper: mapper)
    let warnings = WarningList()
    let run = RuleRun(
      rows: rows, range: 0..<rows.rows.count, period: .min ... .max, time: Timestamp(nanoseconds: 0),
      warnings: warnings)
    if refused > 0 { warnings.add("\(refused) matching events found no room") }
    let places: [[Int]]
    if case .event = query.search {
      places = query.piped((0..<rows.rows.count).map { [$0] })
    } else {
      var state = RuleState()
      places = rule.findings(run, state: &state).map(\.ancestors)
    }
    return (places.map { $0.map { rows.document($0) } }, warnings.texts)
  }
}
