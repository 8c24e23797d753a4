import Events
import OrderedCollections
import Query

/// Rules of type esql.
///
/// A row that stands for one event is an alert of that event. A row that stands for a group is an alert of the group; the
/// same group raises another one when new events belong to it and the period, or an hour where the period is longer, has
/// passed since.
struct ESQLRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments: Bool
  let runsOnceInScans = false
  let conditions: [Expression]

  private let sources: ESQLSources

  private static let longestPause: Int64 = 3_600_000_000_000

  init(_ plan: ESQLPlan) {
    sources = ESQLSources(plan)
    queries = [plan.prefilter]
    fields = sources.fields
    needsDocuments = sources.needsDocuments
    conditions = plan.conditions
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    let context = ESQLContext(now: run.time)
    run.cache?.forget(before: run.range.lowerBound)
    let rows = run.range.compactMap { prepared($0, run, context) }
    let result = sources.plan.runRest(rows, context)
    for warning in context.warnings { run.warnings.add(warning) }
    return sources.plan.isAggregating ? groups(result, run, &state) : events(result, run)
  }

  /// The row of an event behind the steps that say the same in every run; nil when it is filtered out.
  private func prepared(_ place: Int, _ run: RuleRun, _ context: ESQLContext) -> ESQLRow? {
    let row = run.rows.rows[place].row
    func make() -> ESQLRow? {
      let start = sources.row(row, run.rows.event(place), number: place, mapper: run.rows.mapper)
      return sources.plan.prepare(start, context)
    }
    guard let cache = run.cache else { return make() }
    return cache.row(place, make)
  }

  private func events(_ rows: [ESQLRow], _ run: RuleRun) -> [Finding] {
    var occurrences: [Int: Int] = [:]
    return rows.compactMap { row in
      guard let place = row.origins.first else { return nil }
      let occurrence = occurrences[place, default: 0]
      occurrences[place] = occurrence + 1
      return Finding(
        identity: ["esql", run.rows.event(place).identity.id, String(occurrence)],
        source: .merged(place, sources.columns(row)), ancestors: [place], extra: [:],
        time: run.rows.rows[place].time)
    }
  }

  private func groups(_ rows: [ESQLRow], _ run: RuleRun, _ state: inout RuleState) -> [Finding] {
    let length = run.period.upperBound &- run.period.lowerBound
    let pause = min(max(0, length), Self.longestPause)
    var findings: [Finding] = []
    for row in rows {
      let columns = sources.plan.groupColumns.isEmpty ? sources.plan.columns : sources.plan.groupColumns
      let key = TermCombinations.key(
        columns.map { $0.slot }.map { Value.text(JSONWriter.text(row.values[$0].json)) })
      let newest = row.origins.map { run.rows.rows[$0].time }.max()
      if let mark = state.marks[key], run.period.upperBound - mark <= pause || newest ?? .min <= mark {
        continue
      }
      state.marks[key] = run.period.upperBound
      var document: JSONObject = [:]
      for (name, value) in sources.columns(row) { document.set(name, to: value) }
      findings.append(
        Finding(
          identity: ["esql", key, String(run.period.upperBound)], source: .fields(document),
          ancestors: row.origins,
          extra: [:], time: newest))
    }
    let forgotten = state.bound()
    if forgotten > 0 { run.warnings.add("\(forgotten) groups were forgotten: too many at once") }
    return findings
  }
}
