public import Events

/// An event as it is stored. Its bytes are borrowed and valid during the call that hands it out.
public struct StoredEvent {
  /// The place in the order of arrival: unique, growing, never used again.
  public let seq: Int64
  /// When it happened; nil when it does not say.
  public let time: Timestamp?
  /// When it arrived. Never earlier than that of an event with a smaller `seq`.
  public let ingested: Timestamp
  /// The `_index`; empty when it came without.
  public let index: String
  /// The UTF-8 bytes of the `_id`.
  public let idBytes: UnsafeBufferPointer<UInt8>
  /// What the event was read as.
  public let kind: EventKind
  /// The exact text.
  public let bytes: UnsafeBufferPointer<UInt8>

  /// The `_id`.
  public var id: String { String(decoding: idBytes, as: UTF8.self) }
}

/// What became of an event that was to be stored.
public enum AppendResult: Sendable, Hashable {
  /// It was stored, at this place in the order of arrival.
  case stored(Int64)
  /// It was there already, at this place.
  case duplicate(Int64)

  /// The place of the event.
  public var seq: Int64 {
    switch self {
    case .stored(let seq), .duplicate(let seq): seq
    }
  }

  /// Whether the event is new.
  public var isNew: Bool {
    if case .stored = self { true } else { false }
  }
}
