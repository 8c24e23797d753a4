import Events
import OrderedCollections
import Query
import Rules

/// Rules of type threshold: enough events of one group, and optionally enough distinct values of another field.
///
/// An event that took part in an alert takes part in no later one: the state keeps for each group the time of the last
/// such event.
struct ThresholdRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments = false
  let runsOnceInScans = false

  private let groupFields: [String]
  private let minimum: Int
  private let cardinality: (field: String, value: Int)?

  /// So many groups one run may have.
  private static let maximumGroups = 1_000_000

  private struct Group {
    var values: [Value]
    var places: [Int] = []
    var distinct: Set<Value> = []
  }

  init(_ rule: Rule, query: Expression) {
    queries = [query]
    groupFields = rule.thresholdFields
    minimum = rule.thresholdValue
    cardinality = rule.thresholdCardinality
    fields = groupFields + (cardinality.map { [$0.field] } ?? [])
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    var groups: OrderedDictionary<String, Group> = [:]
    run.cache?.forget(before: run.range.lowerBound)
    for place in run.range {
      let (time, row) = run.rows.rows[place]
      for (values, key) in run.terms(place, row.values.prefix(groupFields.count)) {
        if let mark = state.marks[key], time <= mark { continue }
        guard groups[key] != nil || groups.count < Self.maximumGroups else {
          run.warnings.add("more than \(Self.maximumGroups) groups: further groups were not counted")
          continue
        }
        groups[key, default: Group(values: values)].places.append(place)
        if cardinality != nil, let value = row.values.last { groups[key]?.distinct.formUnion(value.all) }
      }
    }
    var findings: [Finding] = []
    for (key, group) in groups where isEnough(group) {
      let last = group.places.map { run.rows.rows[$0].time }.max() ?? 0
      state.marks[key] = last
      findings.append(finding(key, group, last, run))
    }
    let forgotten = state.bound()
    if forgotten > 0 { run.warnings.add("\(forgotten) groups were forgotten: too many at once") }
    return findings
  }

  private func isEnough(_ group: Group) -> Bool {
    group.places.count >= minimum && group.distinct.count >= cardinality?.value ?? 0
  }

  private func finding(_ key: String, _ group: Group, _ last: Int64, _ run: RuleRun) -> Finding {
    var source: JSONObject = ["@timestamp": .string(Timestamp(nanoseconds: last).description)]
    var terms: [JSON] = []
    for (field, value) in zip(groupFields, group.values) {
      source.set(field, to: value.json)
      terms.append(["field": .string(field), "value": value.json])
    }
    let counted: [JSON] =
      cardinality.map {
        [["field": .string($0.field), "value": .number(JSONNumber(group.distinct.count))]]
      } ?? []
    let first = group.places.map { run.rows.rows[$0].time }.min() ?? 0
    let result: JSON = [
      "terms": .array(terms), "cardinality": .array(counted),
      "count": .number(JSONNumber(group.places.count)),
      "from": .string(Timestamp(nanoseconds: first).description),
    ]
    return Finding(
      identity: ["threshold", key, String(run.period.upperBound)], source: .fields(source),
      ancestors: group.places,
      extra: ["kibana.alert.threshold_result": result], time: last)
  }
}
