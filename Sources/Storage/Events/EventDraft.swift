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
  public let index: String
  /// The `_id`, unique in the index.
  public let id: String
  /// When it happened: the only value of its `@timestamp`. Nil when there is none or it cannot be read; such events are kept
  /// apart and are always looked at.
  public let time: Timestamp?
  /// What the event was read as.
  public let kind: EventKind
  /// The exact text.
  public let bytes: [UInt8]
  /// The values of the columns: exactly those that a `FieldSource` gives for the event.
  public let columns: EventColumns
  /// The compressed event, made where it was read so that several threads share the work; nil leaves it to the writer.
  let frame: [UInt8]?

  /// An event. `EventDrafts` makes drafts of records and documents.
  public init(
    index: String, id: String, time: Timestamp?, kind: EventKind, bytes: [UInt8], columns: EventColumns
  ) {
    self.init(index: index, id: id, time: time, kind: kind, bytes: bytes, columns: columns, frame: nil)
  }

  init(
    index: String, id: String, time: Timestamp?, kind: EventKind, bytes: [UInt8], columns: EventColumns,
    frame: [UInt8]?
  ) {
    self.index = index
    self.id = id
    self.time = time
    self.kind = kind
    self.bytes = bytes
    self.columns = columns
    self.frame = frame
  }
}
