import Events
import OrderedCollections
import Synchronization

/// Answers of a source, kept during one investigation: several steps ask the same.
final class RememberedEvidence: EvidenceSource {
  private struct Question: Hashable {
    let kql: String
    let range: ClosedRange<Timestamp>
    let limit: Int
  }

  /// So many events are kept.
  private static let maximumEvents = 50_000

  private struct State {
    var pages: [Question: EvidencePage] = [:]
    var events = 0
  }

  private let source: any EvidenceSource
  private let state = Mutex(State())

  init(_ source: any EvidenceSource) {
    self.source = source
  }

  func events(_ query: EvidenceQuery) throws(EvidenceError) -> EvidencePage {
    let question = Question(kql: query.kql, range: query.range, limit: query.limit)
    if let known = state.withLock({ $0.pages[question] }) { return known }
    let page = try source.events(query)
    state.withLock { state in
      guard state.events + page.events.count <= Self.maximumEvents else { return }
      state.events += page.events.count
      state.pages[question] = page
    }
    return page
  }

  func occurrences(
    of query: EvidenceQuery, with others: [EvidenceQuery]
  ) throws(EvidenceError) -> [EventOccurrences] {
    try source.occurrences(of: query, with: others)
  }

  func history() throws(EvidenceError) -> ClosedRange<Timestamp>? { try source.history() }

  func alerts(in range: ClosedRange<Timestamp>, limit: Int) throws(EvidenceError) -> [JSONObject] {
    try source.alerts(in: range, limit: limit)
  }

  func integrity(of range: ClosedRange<Timestamp>) -> LogIntegrity { source.integrity(of: range) }

  var gaps: [String] { source.gaps }
  var name: String { source.name }
}
