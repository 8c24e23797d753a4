import Detection
public import Events
public import OrderedCollections
public import Rules

/// What collectors work with: the alert, its rule, and where evidence comes from.
public struct InvestigationContext: Sendable {
  /// The alert.
  public let alert: AlertDocument
  /// The event that raised it, or the first of several.
  public let event: EventFacts
  /// The document of that event.
  public let document: JSONObject
  /// The rule; nil when nothing says what it was.
  public let rule: Rule?
  /// Where evidence comes from.
  public let source: any EvidenceSource
  /// Until when what is ongoing is looked at.
  public let now: Timestamp
  /// What the source knows.
  public let history: ClosedRange<Timestamp>?
  /// Policies of principals, where some are given.
  public let policies: PolicyLibrary?
  /// What IAM's own simulator says about the call.
  public let simulation: PolicyDecision?
  /// What could not be read of policies.
  public let policyProblems: [String]
  /// Exceptions with their change windows.
  public let exceptions: ExceptionSet

  /// The period around the alert.
  func range(before: Int64, after: Int64) -> ClosedRange<Timestamp> {
    event.time.adding(seconds: -before)...event.time.adding(seconds: after)
  }

  /// The period in front of the alert.
  func past(_ seconds: Int64) -> ClosedRange<Timestamp> {
    event.time.adding(
      seconds: -seconds)...max(
        event.time.adding(seconds: -seconds), Timestamp(nanoseconds: event.time.nanoseconds - 1))
  }

  /// The condition that holds for the account of the alert.
  var accountKQL: String? { event.account.isEmpty ? nil : KQL.has("cloud.account.id", event.account) }

  /// Says of a finding what it rests on, and what it may lack because the source reaches less far.
  func ground(_ finding: inout Finding, _ range: ClosedRange<Timestamp>, _ page: EvidencePage? = nil) {
    finding.range = range
    finding.history = history
    if let page, !page.isComplete {
      finding.incomplete.append(
        "\(Words.grouped(page.count - page.events.count)) of \(Words.grouped(page.count)) matching events are not shown"
      )
    }
    finding.incomplete += source.gaps
    guard let history else {
      finding.incomplete.append("the source holds no events")
      return
    }
    if history.upperBound < range.upperBound, history.upperBound.seconds(to: range.upperBound) > 0,
      range.upperBound > event.time
    {
      finding.incomplete.append(
        "events end at \(history.upperBound.short) UTC, \(Words.duration(event.time.seconds(to: history.upperBound))) after the alert"
      )
    }
    if history.lowerBound > range.lowerBound {
      let reach = Words.duration(history.lowerBound.seconds(to: event.time))
      finding.incomplete.append(
        "events begin at \(history.lowerBound.short) UTC, \(reach) before the alert")
    }
  }

  /// Whether the source reaches back to a time.
  func reaches(_ time: Timestamp) -> Bool { history.map { $0.lowerBound <= time } ?? false }

  /// Asks the source.
  func ask(_ kql: String, _ range: ClosedRange<Timestamp>, limit: Int) throws(EvidenceError) -> EvidencePage {
    try source.events(try EvidenceQuery(kql, in: range, limit: limit))
  }

  /// Asks the source how often a condition holds, and how often it and others together.
  func occurrences(
    of kql: String, with others: [String], _ range: ClosedRange<Timestamp>
  ) throws(EvidenceError) -> [EventOccurrences] {
    var queries: [EvidenceQuery] = []
    for other in others { queries.append(try EvidenceQuery(other, in: range, limit: 1)) }
    return try source.occurrences(of: try EvidenceQuery(kql, in: range, limit: 1), with: queries)
  }

  /// The alert's own event is no neighbour of itself.
  func isOwn(_ facts: EventFacts) -> Bool { alert.sourceIDs.contains(facts.identity.id) }
}
