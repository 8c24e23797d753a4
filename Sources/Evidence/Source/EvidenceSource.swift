public import Events
public import OrderedCollections

/// Where evidence comes from: files, or the store. Collectors ask nothing else, so that the same input always gives the
/// same answer.
public protocol EvidenceSource: Sendable {
  /// The events that match a query, oldest first; events of the same time are ordered by their identity. An event is
  /// given once, however often it was read.
  ///
  /// - Throws: `EvidenceError` when the source cannot answer.
  func events(_ query: EvidenceQuery) throws(EvidenceError) -> EvidencePage

  /// How often events match a query, and how often the query and others together, each with the time of its first event.
  ///
  /// - Parameters:
  ///   - query: The query; its limit does not matter.
  ///   - others: What is counted among its events.
  /// - Returns: The occurrences of the query, then those of each of the others.
  /// - Throws: `EvidenceError` when the source cannot answer.
  func occurrences(
    of query: EvidenceQuery, with others: [EvidenceQuery]
  ) throws(EvidenceError) -> [EventOccurrences]

  /// The times of the first and of the last event that the source holds: how far back its answers reach; nil when it
  /// holds none.
  func history() throws(EvidenceError) -> ClosedRange<Timestamp>?

  /// The alerts whose source events lie in a period, by time, as documents.
  ///
  /// - Throws: `EvidenceError` when the source cannot answer.
  func alerts(in range: ClosedRange<Timestamp>, limit: Int) throws(EvidenceError) -> [JSONObject]

  /// What proves that no log file of a period is missing.
  func integrity(of range: ClosedRange<Timestamp>) -> LogIntegrity

  /// What the source could not read: answers may lack it.
  var gaps: [String] { get }

  /// What the source is, for people.
  var name: String { get }
}

extension EvidenceSource {
  /// Asks one question after the other.
  public func occurrences(
    of query: EvidenceQuery, with others: [EvidenceQuery]
  ) throws(EvidenceError) -> [EventOccurrences] {
    var found: [EventOccurrences] = []
    for other in [nil] + others.map(Optional.some) {
      let kql = KQL.all([query.kql, other?.kql])
      let page = try events(try EvidenceQuery(kql, in: query.range, limit: 1))
      found.append(EventOccurrences(count: page.count, first: page.events.first?.time))
    }
    return found
  }
}
