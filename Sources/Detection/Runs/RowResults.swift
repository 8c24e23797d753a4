import CloudTrail
import Events
import OrderedCollections
import Query
import Rules
import Synchronization

/// Judges the rows of all rules when everything was read, and makes alerts of what they find.
struct RowResults: Sendable {
  let rules: RuleSet
  let mapper: ECSMapper
  let options: DetectorOptions

  struct Result: Sendable {
    var alerts: [Alert] = []
    var warnings: [RunWarning] = []
  }

  /// The alerts of all rules that keep rows. Rules are judged on several threads; the order of the alerts does not depend on
  /// that.
  func alerts(_ kept: KeptRows.Parts, threads: Int) -> Result {
    let plans = rules.rowPlans.sorted { $0.key < $1.key }
    let parts = Parts(count: plans.count)
    Workers.run(plans.count, threads: threads) { place in
      parts.set(place, judge(plans[place].key, plans[place].value, kept))
    }
    return parts.joined
  }

  private final class Parts: Sendable {
    private let parts: Mutex<[Result]>

    init(count: Int) {
      parts = Mutex(Array(repeating: Result(), count: count))
    }

    func set(_ place: Int, _ result: Result) { parts.withLock { $0[place] = result } }

    var joined: Result {
      parts.withLock { parts in
        Result(alerts: parts.flatMap(\.alerts), warnings: parts.flatMap(\.warnings))
      }
    }
  }

  private func judge(_ number: Int, _ plan: RowPlan, _ kept: KeptRows.Parts) -> Result {
    var result = Result()
    func warn(_ text: String) { result.warnings.append(RunWarning(rule: number, text: text)) }
    let refused =
      (kept.table.refused[number] ?? 0) + kept.collapsed.refused(of: number)
      + (kept.terms.refused[number] ?? 0)
    if refused > 0 { warn("\(refused) events found no room and were not considered") }
    let refusedDocuments = kept.table.refusedDocuments + kept.terms.refusedDocuments
    if refusedDocuments > 0, plan.rule.needsDocuments {
      warn("\(refusedDocuments) events found no room for their fields: alerts of these show none")
    }
    let warnings = WarningList()
    if let anomalies = plan.rule as? AnomalyRule {
      let findings = anomalies.findings(kept.collapsed.numbers(of: number, kept.values), warnings)
      result.alerts = alerts(number, findings, RunRows([], events: [], mapper: mapper))
    } else {
      let (rows, runs) = rows(number, kept)
      guard !rows.rows.isEmpty else { return result }
      let replay = Replay(
        rule: plan.rule, schedule: rules.rules[number].schedule, rows: rows, warnings: warnings)
      var state = RuleState()
      result.alerts = alerts(
        number, replay.scan(state: &state, alsoAt: runs).flatMap(\.findings), rows)
    }
    for text in warnings.texts { warn(text) }
    return result
  }

  /// The rows of a rule, and the times of runs that rows which are left out lead to.
  private func rows(_ number: Int, _ kept: KeptRows.Parts) -> (RunRows, Set<Int64>) {
    let terms = kept.terms.rows(of: number, kept.values)
    let own = kept.table.rows[number] ?? []
    guard !terms.rows.isEmpty else { return (RunRows(own, events: kept.table.events, mapper: mapper), []) }
    let shifted = own.map { row in
      Row(event: row.event + terms.events.count, time: row.time, steps: row.steps, values: row.values)
    }
    let events = own.isEmpty ? terms.events : terms.events + kept.table.events
    return (RunRows(terms.rows + shifted, events: events, mapper: mapper), terms.runs)
  }

  /// The alerts of findings, each once.
  func alerts(_ number: Int, _ findings: [Finding], _ rows: RunRows) -> [Alert] {
    let rule = rules.rules[number]
    let builder = AlertBuilder(rule: rule, number: number, created: options.now)
    var known: Set<String> = []
    return findings.flatMap { finding -> [Alert] in
      let uuid = Self.uuid(finding, rule)
      guard known.insert(uuid).inserted else { return [] }
      return finding.isGroup ? group(finding, uuid, builder, rows) : [single(finding, uuid, builder, rows)]
    }
  }

  static func uuid(_ finding: Finding, _ rule: Rule) -> String {
    guard finding.identity.first == Finding.singleEvent, finding.identity.count == 2 else {
      return AlertID.composed(ruleID: rule.ruleID, identity: finding.identity)
    }
    return AlertID.single(ruleID: rule.ruleID, event: EventIdentity(index: "", id: finding.identity[1]))
  }

  private func single(_ finding: Finding, _ uuid: String, _ builder: AlertBuilder, _ rows: RunRows) -> Alert {
    builder.alert(
      AlertBuilder.Source(
        origin: origin(finding.source, rows), uuid: uuid,
        ancestors: finding.ancestors.filter { rows.rows[$0].row.event >= 0 }.map { rows.event($0).identity },
        extra: finding.extra, time: finding.time.map { Timestamp(nanoseconds: $0) },
        exception: finding.exception))
  }

  /// A sequence: the alert of the group, and one building block for each of its events.
  private func group(_ finding: Finding, _ uuid: String, _ builder: AlertBuilder, _ rows: RunRows) -> [Alert]
  {
    let blocks = finding.ancestors.enumerated().map { index, place in
      builder.alert(
        AlertBuilder.Source(
          origin: .event(rows.event(place), mapper), uuid: AlertID.parts([uuid, String(index)]),
          ancestors: [rows.event(place).identity],
          extra: [
            "kibana.alert.group.id": .string(uuid), "kibana.alert.group.index": .number(JSONNumber(index)),
          ], isPartOfGroup: true, hasOverrides: false))
    }
    var extra = finding.extra
    extra["kibana.alert.group.id"] = .string(uuid)
    let shell = builder.alert(
      AlertBuilder.Source(
        origin: origin(finding.source, rows), uuid: uuid,
        ancestors: finding.ancestors.map { rows.event($0).identity }, extra: extra,
        time: finding.time.map { Timestamp(nanoseconds: $0) }, hasOverrides: false))
    return [shell] + blocks
  }

  private func origin(_ source: Finding.Source, _ rows: RunRows) -> AlertOrigin {
    switch source {
    case .event(let place): return .event(rows.event(place), mapper)
    case .fields(let fields): return .document(fields)
    case .merged(let place, let fields):
      var document = rows.document(place)
      for (key, value) in fields { document.set(key, to: value) }
      return .document(document)
    case .common(let places):
      let documents = places.map { rows.document($0) }
      guard let first = documents.first else { return .document([:]) }
      return .document(documents.dropFirst().reduce(first) { Self.common($0, $1) })
    }
  }

  /// The members that two objects have in common.
  private static func common(_ left: JSONObject, _ right: JSONObject) -> JSONObject {
    var result: JSONObject = [:]
    for (key, value) in left {
      guard let other = right[key] else { continue }
      if value == other {
        result[key] = value
      } else if let first = value.object, let second = other.object {
        let inner = common(first, second)
        if !inner.isEmpty { result[key] = .object(inner) }
      }
    }
    return result
  }
}
