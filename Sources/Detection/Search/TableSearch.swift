public import CloudTrail
public import Events
public import OrderedCollections
public import Query

/// Answers an ES|QL query over events.
public struct TableSearch {
  /// Takes the events; every one that can have an influence on the result is kept until the end of the input.
  public let collector: EventCollector

  private let plan: ESQLPlan
  private let sources: ESQLSources
  private let mapper: ECSMapper
  private let now: Timestamp
  private let types: FieldTypes

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
    self.types = types
    sources = ESQLSources(plan)
    collector = EventCollector(
      queries: [plan.prefilter], conditions: plan.conditions, fields: sources.fields,
      keepsDocuments: sources.needsDocuments, types: types, mapper: mapper)
  }

  /// Whether events that could have had an influence found no room.
  public var isIncomplete: Bool { collector.refused > 0 }

  /// The rows of the result, and what people should know about them.
  public func results() -> (rows: [JSONObject], warnings: [String]) {
    let context = ESQLContext(now: now)
    let result = plan.run(start, context).map(shown)
    let lost = collector.refused > 0 ? ["\(collector.refused) matching events found no room"] : []
    return (result, context.warnings + lost)
  }

  /// The rows that the query begins with: one for each event, or the one of ROW.
  private var start: [ESQLRow] {
    guard !plan.indices.isEmpty else {
      return [ESQLRow(values: Array(repeating: .null, count: plan.slotCount), origins: [])]
    }
    return zip(collector.rows, collector.events).enumerated().map { number, pair in
      sources.row(pair.0, pair.1, number: number, mapper: mapper)
    }
  }

  private func shown(_ row: ESQLRow) -> JSONObject {
    let columns = sources.columns(row)
    guard plan.showsSource, let origin = row.origins.first else { return columns }
    var object = columns
    let fields = FlatDocument.fields(collector.events[origin].document(mapper), types: types)
    for (name, value) in fields where plan.shows(name) {
      if object[name] == nil, !plan.columns.contains(where: { $0.name == name }) { object[name] = value }
    }
    return object
  }
}
