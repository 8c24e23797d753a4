import Events

extension StoreWriter {
  /// Stores an event unless one with its index and identifier is there already.
  ///
  /// Identifiers are unique in the events of one day (of event time) of an index: the guarantee that a backing index of
  /// a data stream gives (https://www.elastic.co/docs/manage-data/data-store/data-streams).
  ///
  /// - Throws: `StoreError`.
  public func append(_ event: EventDraft) throws -> AppendResult {
    try openArrivals().append(event)
  }

  /// Stores an event in place of the one with its index and identifier, if there is one: the new one arrives now, the
  /// old one goes.
  ///
  /// - Returns: The place of the new event, and whether there was an old one.
  /// - Throws: `StoreError`.
  public func replace(_ event: EventDraft) throws -> (seq: Int64, existed: Bool) {
    let arrivals = try openArrivals()
    let existed = try arrivals.remove(index: event.index, id: event.id)
    return (try arrivals.append(event).seq, existed)
  }
}
