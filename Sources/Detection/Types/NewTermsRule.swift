import Events
import OrderedCollections
import Query
import Rules

/// Rules of type new_terms: a combination of values that did not occur in the history.
///
/// A combination is new when the first time it was seen since the start of the history lies behind the start of the period.
/// The state keeps when each combination was last seen up to the start of the period.
struct NewTermsRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments = true
  let runsOnceInScans = false

  /// The start of the history, relative to the end of the period.
  let historyStart: DateMath

  init(_ rule: Rule, query: Expression, historyStart: DateMath) {
    queries = [query]
    fields = rule.newTermsFields
    self.historyStart = historyStart
  }

  /// What is not part of the history yet; for a rule that never ran the whole history.
  func reach(_ period: ClosedRange<Int64>, _ state: RuleState) -> Int64 {
    if let until = state.seenUntil { return min(until, period.lowerBound) }
    let end = Timestamp(nanoseconds: period.upperBound)
    return min(historyStart.resolve(now: end)?.nanoseconds ?? .min, period.lowerBound)
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    remember(run, &state)
    // The start of the history is relative to the end of the period.
    let end = Timestamp(nanoseconds: run.period.upperBound)
    guard let start = historyStart.resolve(now: end)?.nanoseconds else { return [] }
    var new: OrderedDictionary<String, (values: [Value], place: Int)> = [:]
    for place in run.range {
      let (time, row) = run.rows.rows[place]
      guard time > run.period.lowerBound else { continue }
      for term in run.terms(place, row.values) {
        if let last = state.seen[term.key], last >= start { continue }
        if new[term.key] == nil { new[term.key] = (term.values, place) }
      }
    }
    let forgotten = state.bound()
    if forgotten > 0 { run.warnings.add("\(forgotten) combinations were forgotten: too many in the history") }
    return new.map { key, term in
      Finding(
        identity: ["new_terms", run.rows.event(term.place).identity.id, key], source: .event(term.place),
        ancestors: [term.place], extra: ["kibana.alert.new_terms": .array(term.values.map(\.json))],
        time: run.rows.rows[term.place].time)
    }
  }

  /// Adds the events up to the start of the period to the history.
  private func remember(_ run: RuleRun, _ state: inout RuleState) {
    let limit = run.period.lowerBound
    let from = state.seenUntil.map { $0 == .max ? $0 : $0 + 1 } ?? .min
    guard from <= limit else { return }
    for place in run.rows.range(from...limit) {
      let (time, row) = run.rows.rows[place]
      for term in run.terms(place, row.values) {
        state.seen[term.key] = max(state.seen[term.key] ?? .min, time)
      }
    }
    run.cache?.forget(before: run.range.lowerBound)
    state.seenUntil = limit
  }
}
