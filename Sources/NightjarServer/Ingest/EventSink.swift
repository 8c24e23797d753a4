public import Storage

/// Takes events in, as they arrive over HTTP.
public protocol EventSink: Sendable {
  /// Stores events in one transaction, and lets the rules that judge on arrival look at the new ones.
  ///
  /// - Parameter events: The events, in their order.
  /// - Returns: What became of each.
  /// - Throws: `StoreError` when the transaction failed: nothing is stored then.
  func store(_ events: [SentEvent]) async throws -> [SentResult]
}

/// An event that was sent.
public struct SentEvent: Sendable {
  /// The event.
  public let draft: EventDraft
  /// Whether it takes the place of another one with its index and identifier when its content is different.
  public let replaces: Bool

  /// An event.
  public init(draft: EventDraft, replaces: Bool) {
    self.draft = draft
    self.replaces = replaces
  }
}

/// What became of an event that was sent.
public enum SentResult: Sendable, Hashable {
  /// It is new, at this place in the order of arrival.
  case created(Int64)
  /// It took the place of another one, or had the same content as it, and is at this place.
  case updated(Int64)
  /// There is one with its identifier, which stays, at this place.
  case exists(Int64)

  /// The place of the event.
  public var seq: Int64 {
    switch self {
    case .created(let seq), .updated(let seq), .exists(let seq): seq
    }
  }
}
