import Events
import OrderedCollections
import Query

/// A rule that looks at one event at a time, run by a schedule: every event of the period is a finding.
struct EventRowRule: RowRule {
  let queries: [Expression]
  let fields: [String] = []
  let needsDocuments = true
  let runsOnceInScans = true

  private let threat: ThreatMatch?
  /// Whether the newest events come first, so that these are raised when there are too many.
  private let isNewestFirst: Bool

  init(_ query: Expression, threat: ThreatMatch?, isNewestFirst: Bool) {
    queries = [query]
    self.threat = threat
    self.isNewestFirst = isNewestFirst
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    let places = isNewestFirst ? Array(run.range.reversed()) : Array(run.range)
    return places.compactMap { place in
      var extra: JSONObject = [:]
      if let threat {
        let enrichments = threat.enrichments(run.rows.document(place))
        guard !enrichments.isEmpty else { return nil }
        extra["threat.enrichments"] = .array(enrichments)
      }
      return Finding(
        identity: [Finding.singleEvent, run.rows.event(place).identity.id], source: .event(place),
        ancestors: [place], extra: extra, time: run.rows.rows[place].time)
    }
  }
}
