import Events
import OrderedCollections
import Query
import Rules

/// Indicator match rules in runs of a schedule: the events of the period are compared with the indicators of files and with
/// those that came as events, whichever of the two came first.
///
/// An indicator that came as an event counts as soon as it has arrived, whatever its own time; how old it may be is counted
/// from the event that it is compared with. The state keeps the indicators up to the start of the period.
struct ThreatRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments = true
  let runsOnceInScans = true
  let raisesExpected = true
  /// Earlier events are none of a run's concern; earlier indicators are.
  let looksBackOnlyAt: Set<Int>? = [ThreatRule.indicatorStep]

  /// The indicators of files.
  let given: [Indicators.Indicator]

  private let rule: Rule
  private let lookBack: ThreatLookBack?
  private let types: FieldTypes
  /// The members of indicators that are remembered.
  private let roots: Set<Substring>

  static let eventStep = 0
  static let indicatorStep = 1

  /// So many indicators are remembered; beyond, the oldest are forgotten and the run warns.
  static let maximumIndicators = 200_000

  /// A rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - query: What events must fit.
  ///   - threatQuery: What indicators must fit, without the look-back.
  ///   - lookBack: How old indicators may be; nil for any age.
  ///   - given: The indicators of files that fit.
  ///   - types: The types of fields.
  init(
    _ rule: Rule, query: Expression, threatQuery: Expression, lookBack: ThreatLookBack?,
    given: [Indicators.Indicator], types: FieldTypes
  ) {
    self.rule = rule
    self.given = given
    self.lookBack = lookBack
    self.types = types
    let firsts = rule.threatMapping.compactMap { $0.first { !$0.isNegated } }
    fields = firsts.map(\.field)
    let hasValue = Expression.disjunction(firsts.map { .test(field: $0.field, .exists) })
    let isIndicator = Expression.disjunction(firsts.map { .test(field: $0.value, .exists) })
    queries = [.conjunction([query, hasValue]), .conjunction([threatQuery, isIndicator])]
    let paths = rule.threatMapping.joined().map(\.value) + [rule.threatIndicatorPath, "@timestamp"]
    roots = Set(paths.map { $0.prefix { $0 != "." } })
  }

  /// Indicators that are not remembered yet; for a rule that never ran all that are recent enough.
  func reach(_ period: ClosedRange<Int64>, _ state: RuleState) -> Int64 {
    if let until = state.seenUntil { return min(until, period.lowerBound) }
    guard let lookBack else { return .min }
    return min(
      lookBack.start(at: Timestamp(nanoseconds: period.lowerBound))?.nanoseconds ?? .min, period.lowerBound)
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    remember(run, &state)
    let events = run.range.filter { run.rows.rows[$0].row.steps.first == Self.eventStep }
    guard !events.isEmpty else { return [] }
    let match = ThreatMatch(rule, indicators: indicators(run, state), lookBack: lookBack, types: types)
    guard !match.isEmpty else { return [] }
    return events.compactMap { place in
      let (time, row) = run.rows.rows[place]
      guard match.hasCandidates(row.values.map { $0.all.compactMap(\.printed) }) else { return nil }
      let event = run.rows.event(place)
      let enrichments = match.enrichments(run.rows.document(place), at: event.time)
      guard !enrichments.isEmpty else { return nil }
      return Finding(
        identity: [Finding.singleEvent, event.identity.id], source: .event(place), ancestors: [place],
        extra: ["threat.enrichments": .array(enrichments)], time: time, exception: row.exception)
    }
  }

  /// The indicators of files, and after them those of events, the earliest first.
  private func indicators(_ run: RuleRun, _ state: RuleState) -> [Indicators.Indicator] {
    var known = state.indicators
    for place in run.range where isIndicator(place, run) {
      known[key(place, run)] = remembered(place, run)
    }
    let sorted = known.sorted { ($0.value.time, $0.key) < ($1.value.time, $1.key) }
    return given + sorted.compactMap(\.value.indicator)
  }

  /// Adds the indicators up to the start of the period to the state, and forgets those that are too old for every event of
  /// this and later periods.
  private func remember(_ run: RuleRun, _ state: inout RuleState) {
    let limit = run.period.lowerBound
    let from = state.seenUntil.map { $0 == .max ? $0 : $0 + 1 } ?? .min
    if from <= limit {
      for place in run.rows.range(from...limit) where isIndicator(place, run) {
        state.indicators[key(place, run)] = remembered(place, run)
      }
      state.seenUntil = limit
    }
    if let start = lookBack?.start(at: Timestamp(nanoseconds: limit))?.nanoseconds {
      state.indicators = state.indicators.filter { $0.value.time >= start }
    }
    let surplus = state.indicators.count - Self.maximumIndicators
    guard surplus > 0 else { return }
    let oldest = state.indicators.sorted { ($0.value.time, $0.key) < ($1.value.time, $1.key) }.prefix(surplus)
    for (key, _) in oldest { state.indicators[key] = nil }
    run.warnings.add("\(surplus) indicators were forgotten: too many at once")
  }

  private func isIndicator(_ place: Int, _ run: RuleRun) -> Bool {
    run.rows.rows[place].row.steps.contains(Self.indicatorStep)
  }

  private func key(_ place: Int, _ run: RuleRun) -> String {
    let identity = run.rows.event(place).identity
    return "\(identity.index) \(identity.id)"
  }

  private func remembered(_ place: Int, _ run: RuleRun) -> RememberedIndicator {
    let event = run.rows.event(place)
    let document = run.rows.document(place).filter { roots.contains($0.key.prefix { $0 != "." }) }
    return RememberedIndicator(
      id: event.identity.id, index: event.identity.index,
      time: event.time?.nanoseconds ?? run.rows.rows[place].time,
      document: JSONWriter.text(.object(document)))
  }
}
