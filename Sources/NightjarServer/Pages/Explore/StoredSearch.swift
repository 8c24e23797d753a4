import CloudTrail
import Detection
import Events
import OrderedCollections
import Query
import Storage

/// Searches stored events in EQL and ES|QL with the searches of the command line.
struct StoredSearch: Sendable {
  /// What a search found.
  struct Result: Sendable {
    /// Events, or rows of a table.
    var rows: [JSONObject] = []
    /// The names of columns of a table; none for events.
    var columns: [String] = []
    /// What people should know about it.
    var warnings: [String] = []
    /// Groups of events that belong together, by the number of rows of each; none for single events.
    var groups: [Int] = []
  }

  /// So many events are looked at.
  static let maximumEvents = 2_000_000
  /// So many rows are shown.
  static let maximumRows = 1000

  let period: ClosedRange<Timestamp>
  let types: FieldTypes
  let now: Timestamp

  private var mapper: ECSMapper { ECSMapper(options: ECSMapper.Options(ingested: now)) }

  /// Searches in EQL.
  ///
  /// - Throws: `QuerySyntaxError`, `EQLCompileError`, `StoreError`.
  func eql(_ text: String, _ reader: StoreReader) throws -> Result {
    let query = try EQLParser.parse(text)
    let search = try EventSearch(query, types: types, now: now, mapper: mapper)
    var result = Result()
    try feed(search.collector, nil, reader, &result.warnings)
    let found = search.results()
    result.warnings += found.warnings
    for group in found.groups {
      guard result.rows.count + group.count <= Self.maximumRows else {
        result.warnings.append("only the first \(result.rows.count) of the events are shown")
        break
      }
      result.rows += group
      result.groups.append(group.count)
    }
    return result
  }

  /// Searches in ES|QL.
  ///
  /// - Throws: `QuerySyntaxError`, `ESQLCompileError`, `StoreError`.
  func esql(_ text: String, _ reader: StoreReader) throws -> Result {
    var compiler = ESQLCompiler(types: types, now: now)
    let plan = try compiler.compile(try ESQLParser.parse(text))
    let search = TableSearch(plan, types: types, now: now, mapper: mapper)
    var result = Result()
    try feed(search.collector, plan.prefilter, reader, &result.warnings)
    let found = search.results()
    result.warnings += found.warnings
    result.rows = Array(found.rows.prefix(Self.maximumRows))
    if found.rows.count > Self.maximumRows {
      result.warnings.append("only the first \(Self.maximumRows) of \(found.rows.count) rows are shown")
    }
    var columns: OrderedSet<String> = OrderedSet(plan.columns.map(\.name))
    if plan.showsSource { for row in result.rows.prefix(50) { columns.formUnion(row.keys) } }
    result.columns = Array(columns.prefix(60))
    return result
  }

  private func feed(
    _ collector: EventCollector, _ condition: Expression?, _ reader: StoreReader, _ warnings: inout [String]
  ) throws {
    let slots = SlotScanner(plan: RecordSlot.plan)
    var count = 0
    let selection = EventSelection(condition: condition, time: period, order: .timeAscending, types: types)
    try reader.events(selection) { event in
      count += 1
      if event.kind == .cloudTrailRecord {
        guard let start = event.bytes.baseAddress else { return true }
        let scanner = JSONScanner(start: start, end: start + event.bytes.count)
        if (try? slots.scanObject(scanner, at: start)) != nil {
          collector.cloudTrailRecord(event.bytes, slots: slots)
        }
      } else {
        collector.document(event.bytes, id: event.id, index: event.index.isEmpty ? nil : event.index)
      }
      return count < Self.maximumEvents
    }
    if count >= Self.maximumEvents {
      warnings.append(
        "only the first \(Self.maximumEvents) events of the period were looked at; choose a shorter one")
    }
  }
}
