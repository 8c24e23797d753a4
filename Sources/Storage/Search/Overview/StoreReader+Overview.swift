public import Events
import GRDB
public import OrderedCollections
import Query

extension StoreReader {
  /// What a list of events shows of a search.
  ///
  /// - Parameters:
  ///   - request: What is asked.
  ///   - deadline: When no further events are read; nil for never. What was read is remembered, so that the same request
  ///     goes on where it ended.
  /// - Returns: The overview of the events that were looked at.
  /// - Throws: `StoreError`.
  public func overview(
    _ request: EventOverviewRequest, until deadline: ContinuousClock.Instant? = nil
  ) throws -> EventOverview {
    try OverviewReading(reader: self, request: request, cache: eventDigests, deadline: deadline).overview()
  }

  /// The ECS documents of events by their places in the order of arrival.
  ///
  /// - Parameter seqs: The places, at most some thousands.
  /// - Returns: The documents, in the order of the places; events that are gone are left out.
  /// - Throws: `StoreError`.
  public func documents(_ seqs: [Int64]) throws -> [(seq: Int64, document: JSONObject)] {
    let matching = EventMatching(.all, types: .standard, mapping: options.mapping)
    let codec = try EventCodec()
    var found: [Int64: JSONObject] = [:]
    for partition in try partitions() {
      let own = seqs.filter { partition.seq?.contains($0) ?? false }
      guard !own.isEmpty else { continue }
      let list = own.map { String($0) }.joined(separator: ", ")
      let statement = try database.makeStatement(
        sql: "SELECT \(EventStream.columns), 1 FROM \(partition.name) WHERE seq IN (\(list))")
      let stream = try EventStream(statement, partition, .arrival, self)
      while stream.head != nil {
        _ = try stream.take(codec) { event, _ in
          try matching.move(to: event)
          found[event.seq] = matching.document()
        }
      }
    }
    return seqs.compactMap { seq in found[seq].map { (seq, $0) } }
  }
}
