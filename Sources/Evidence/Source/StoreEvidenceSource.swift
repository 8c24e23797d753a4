import Detection
public import Events
import Foundation
public import OrderedCollections
import Query
public import Storage

/// Evidence from the store. Each answer is read from one snapshot.
public final class StoreEvidenceSource: EvidenceSource {
  private let store: Store

  /// The store's events and alerts.
  public init(_ store: Store) {
    self.store = store
  }

  /// The store, for people.
  public var name: String { "the store in \(store.folder.path)" }

  /// What the store does not hold was never read or was removed with its day; it does not know of it.
  public var gaps: [String] { [] }

  /// The events that match.
  public func events(_ query: EvidenceQuery) throws(EvidenceError) -> EvidencePage {
    let selection = EventSelection(time: query.range, order: .timeAscending, limit: query.limit)
    return try read { reader in
      var events: [EvidenceEvent] = []
      try reader.search(query.expression, selection) { found in
        if let time = found.event.time {
          let identity = EventIdentity(index: found.event.index, id: found.event.id)
          events.append(EvidenceEvent(identity: identity, time: time, document: found.document()))
        }
        return true
      }
      let isAll = events.count < query.limit
      let count =
        isAll ? events.count : try reader.count(query.expression, EventSelection(time: query.range))
      // Events of one time come in the order of arrival, which differs from store to store.
      events.sort {
        ($0.time, $0.identity.id, $0.identity.index) < ($1.time, $1.identity.id, $1.identity.index)
      }
      return EvidencePage(events: events, count: max(count, events.count))
    }
  }

  /// Counts in one walk through the events.
  public func occurrences(
    of query: EvidenceQuery, with others: [EvidenceQuery]
  ) throws(EvidenceError) -> [EventOccurrences] {
    try read { reader in
      try reader.occurrences(
        of: query.expression, with: others.map(\.expression), EventSelection(time: query.range))
    }
  }

  /// The times of the first and last event.
  public func history() throws(EvidenceError) -> ClosedRange<Timestamp>? {
    try read { reader in
      let ranges = try reader.days().compactMap(\.time)
      guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else {
        return nil
      }
      return first...last
    }
  }

  /// The alerts of a period.
  public func alerts(in range: ClosedRange<Timestamp>, limit: Int) throws(EvidenceError) -> [JSONObject] {
    let condition = Expression.test(
      field: "kibana.alert.original_time", .date(.closed(range.lowerBound, range.upperBound)))
    let search = AlertSearch(
      condition: condition, includesBuildingBlocks: true, sort: .originalTime, isDescending: false,
      limit: limit)
    return try read { reader in try reader.alerts(search).alerts.map(\.document) }
  }

  /// The alert whose identifier begins with a text.
  ///
  /// - Parameter prefix: The beginning, or all of it.
  /// - Returns: The identifiers that begin so, at most ten, and the alert when there is only one.
  /// - Throws: `EvidenceError` when the store cannot be read.
  public func alert(_ prefix: String) throws(EvidenceError) -> (identifiers: [String], document: JSONObject?)
  {
    try read { reader in
      if let exact = try reader.alert(prefix) { return ([prefix], exact.document) }
      let identifiers = try reader.alertIDs(prefix: prefix)
      guard identifiers.count == 1, let only = identifiers.first else { return (identifiers, nil) }
      return (identifiers, try reader.alert(only)?.document)
    }
  }

  /// Digests are verified beside the store.
  public func integrity(of range: ClosedRange<Timestamp>) -> LogIntegrity { .unverified }

  private func read<Result>(_ body: (StoreReader) throws -> Result) throws(EvidenceError) -> Result {
    do {
      return try store.read(body)
    } catch {
      throw EvidenceError(place: store.folder.path, message: "\(error)")
    }
  }
}
