public import CloudTrail
public import Events
public import OrderedCollections
public import Query

/// Finds events by an EQL query: single events, sequences or samples, in the order of time and then of the input.
public struct EventSearch {
  /// Takes the events; every one that matches is kept until the end of the input.
  public let collector: EventCollector

  private let query: EQLQuery
  private let rule: EQLRule
  private let mapper: ECSMapper

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
    var queries: [Expression] = []
    for term in query.terms { queries.append(try compiler.compile(term.filter)) }
    rule = EQLRule(query, queries: queries, timeField: "@timestamp", tiebreaker: nil, longestSpan: nil)
    collector = EventCollector(
      queries: queries, fields: rule.fields, keepsDocuments: true, types: types, mapper: mapper)
  }

  /// What an event must match to have any part in the result.
  public var condition: Expression { .disjunction(rule.queries) }

  /// What was found, with what people should know about it: groups of events, in single searches of one event each.
  public func results() -> (groups: [[JSONObject]], warnings: [String]) {
    let found = found()
    return (found.groups.map { $0.map(\.document) }, found.warnings)
  }

  /// An event of a result.
  public struct Found: Sendable {
    /// Its number among the events that the collector kept.
    public let number: Int
    /// Its document.
    public let document: JSONObject
  }

  /// What was found, as `results`, with the numbers of events.
  public func found() -> (groups: [[Found]], warnings: [String]) {
    let rows = RunRows(collector.rows, events: collector.events, mapper: mapper)
    let warnings = WarningList()
    let run = RuleRun(
      rows: rows, range: 0..<rows.rows.count, period: .min ... .max, time: Timestamp(nanoseconds: 0),
      isLast: true,
      warnings: warnings)
    if collector.refused > 0 { warnings.add("\(collector.refused) matching events found no room") }
    let places: [[Int]]
    if case .event = query.search {
      places = query.piped((0..<rows.rows.count).map { [$0] })
    } else {
      var state = RuleState()
      places = rule.findings(run, state: &state).map(\.ancestors)
    }
    let groups = places.map { group in
      group.map { Found(number: rows.rows[$0].row.event, document: rows.document($0)) }
    }
    return (groups, warnings.texts)
  }
}
