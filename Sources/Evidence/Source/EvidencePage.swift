/// The answer of a source to a query.
public struct EvidencePage: Sendable {
  /// The events, oldest first, as many as the query allows.
  public let events: [EvidenceEvent]
  /// How many events match altogether.
  public let count: Int

  /// An answer.
  public init(events: [EvidenceEvent], count: Int) {
    self.events = events
    self.count = count
  }

  /// Whether every matching event is there.
  public var isComplete: Bool { events.count == count }
}
