public import Events

/// What an event was read as.
public enum EventKind: Int, Sendable, Hashable {
  /// A raw CloudTrail record.
  case cloudTrailRecord = 0
  /// An ECS document.
  case document = 1
}

/// An event that is to be stored.
public struct EventDraft: Sendable {
  /// The `_index` that the event belongs to; empty when it came without.
  public var index: String
  /// The `_id`, unique in the index.
  public var id: String
  /// When it happened: the only value of its `@timestamp`. Nil when there is none or it cannot be read; such events are kept
  /// apart and are always looked at.
  public var time: Timestamp?
  /// What the event was read as.
  public var kind: EventKind
  /// The exact text.
  public var bytes: [UInt8]
  /// The values of the columns: exactly those that a `FieldSource` gives for the event.
  public var columns: EventColumns

  /// An event. `EventDrafts` makes drafts of records and documents.
  public init(
    index: String, id: String, time: Timestamp?, kind: EventKind, bytes: [UInt8], columns: EventColumns
  ) {
    self.index = index
    self.id = id
    self.time = time
    self.kind = kind
    self.bytes = bytes
    self.columns = columns
  }
}
