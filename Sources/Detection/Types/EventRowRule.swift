import Events
import OrderedCollections
import Query

/// A rule that looks at one event at a time, run by a schedule: every event of the period is a finding.
struct EventRowRule: RowRule {
  let queries: [Expression]
  let fields: [String] = []
  let needsDocuments = true
  let runsOnceInScans = true
  let raisesExpected = true

  /// Whether the newest events come first, so that these are raised when there are too many.
  private let isNewestFirst: Bool

  init(_ query: Expression, isNewestFirst: Bool) {
    queries = [query]
    self.isNewestFirst = isNewestFirst
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    let places = isNewestFirst ? Array(run.range.reversed()) : Array(run.range)
    return places.map { place in
      let (time, row) = run.rows.rows[place]
      return Finding(
        identity: [Finding.singleEvent, run.rows.event(place).identity.id], source: .event(place),
        ancestors: [place], extra: [:], time: time, exception: row.exception)
    }
  }
}
