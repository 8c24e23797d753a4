import Events
import OrderedCollections
import Query
import Rules

/// Sequences and samples of EQL. Single events of EQL need no rows.
struct EQLRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments = true
  let runsOnceInScans = true

  private let query: EQLQuery
  private let terms: [EQLTerm]
  /// For each term the places of its keys in the fields.
  private let keyPlaces: [[Int]]
  private let tiebreaker: Int?
  private let timeField: Int
  /// The longest span of a sequence that names none.
  private let longestSpan: Int64?

  /// A rule of a query that does not search for single events, with the conditions of its terms and the span, in nanoseconds,
  /// of a sequence that names none.
  init(_ query: EQLQuery, queries: [Expression], timeField: String, tiebreaker: String?, longestSpan: Int64?)
  {
    self.query = query
    self.queries = queries
    self.longestSpan = longestSpan
    terms = query.terms
    var names: OrderedSet<String> = [timeField]
    keyPlaces = terms.map { term in term.keys.map { names.append($0.path).index } }
    self.tiebreaker = tiebreaker.map { names.append($0).index }
    self.timeField = 0
    fields = Array(names)
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    let places = ordered(run)
    let matches: [SequenceMatcher.Match]
    switch query.search {
    case .event: return []
    case .sequence(let sequence):
      var matcher = SequenceMatcher(sequence, longestSpan: longestSpan)
      for place in places { matcher.offer(event(run, place)) }
      if matcher.abandonedKeys > 0 {
        run.warnings.add("\(matcher.abandonedKeys) unfinished sequences were given up: too many keys at once")
      }
      matches = matcher.matches()
    case .sample(let terms):
      var matcher = SampleMatcher(steps: terms.count)
      for place in places { matcher.offer(event(run, place)) }
      if matcher.abandonedEvents > 0 {
        run.warnings.add(
          "\(matcher.abandonedEvents) events were not considered for samples: too many keys at once")
      }
      matches = matcher.matches()
    }
    return query.piped(matches).map { finding($0, run) }
  }

  /// The places of the run by the timestamp field, the tiebreaker and the input.
  private func ordered(_ run: RuleRun) -> [Int] {
    run.range.sorted { left, right in
      let (first, second) = (time(run, left), time(run, right))
      if first != second { return first < second }
      guard let tiebreaker else { return left < right }
      let order = ValueOrder.compare(
        run.rows.rows[left].row.values[tiebreaker], run.rows.rows[right].row.values[tiebreaker])
      return order == 0 ? left < right : order < 0
    }
  }

  private func time(_ run: RuleRun, _ place: Int) -> Int64 {
    let (fallback, row) = run.rows.rows[place]
    switch row.values[timeField] {
    case .date(let time): return time.nanoseconds
    case .text(let text): return Timestamp(text)?.nanoseconds ?? fallback
    default: return fallback
    }
  }

  private func event(_ run: RuleRun, _ place: Int) -> SequenceMatcher.Event {
    let row = run.rows.rows[place].row
    var steps = Array(repeating: false, count: terms.count)
    for step in row.steps { steps[step] = true }
    let keys = terms.indices.map { term -> [[String?]] in
      guard steps[term] else { return [] }
      let keys = EventKeys.keys(terms[term].keys, keyPlaces[term].map { row.values[$0].all })
      if keys.count == EventKeys.maximumKeys {
        run.warnings.add("an event has \(keys.count) keys or more: further ones did not count")
      }
      return keys
    }
    return SequenceMatcher.Event(number: place, time: time(run, place), steps: steps, keys: keys)
  }

  private func finding(_ match: SequenceMatcher.Match, _ run: RuleRun) -> Finding {
    Finding(
      identity: ["sequence"] + match.events.map { run.rows.event($0).identity.id },
      source: .common(match.events),
      ancestors: match.events, extra: [:], time: match.events.last.map { time(run, $0) }, isGroup: true)
  }
}
