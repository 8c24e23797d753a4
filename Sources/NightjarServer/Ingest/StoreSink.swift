import Storage

/// Stores events for the scheduled runs of rules to find.
struct StoreSink: EventSink {
  let store: Store

  func store(_ events: [SentEvent]) async throws -> [SentResult] {
    try await store.asyncWrite { writer in try events.map { try Self.store($0, writer) } }
  }

  /// Stores one event in a transaction.
  static func store(_ event: SentEvent, _ writer: StoreWriter) throws -> SentResult {
    let draft = event.draft
    guard event.replaces else {
      switch try writer.append(draft) {
      case .stored(let seq): return .created(seq)
      case .duplicate(let seq): return .exists(seq)
      }
    }
    let known = try writer.event(index: draft.index, id: draft.id) { known in
      (seq: known.seq, isSame: known.bytes.elementsEqual(draft.bytes))
    }
    if let known, known.isSame { return .updated(known.seq) }
    let (seq, existed) = try writer.replace(draft)
    return existed ? .updated(seq) : .created(seq)
  }
}
