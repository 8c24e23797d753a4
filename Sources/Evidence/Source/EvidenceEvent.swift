public import Detection
public import Events
public import OrderedCollections

/// An event as evidence: what tells it from others, when it happened, and its ECS document.
public struct EvidenceEvent: Sendable {
  /// What tells the event from every other.
  public let identity: EventIdentity
  /// When it happened.
  public let time: Timestamp
  /// The complete ECS document.
  public let document: JSONObject

  /// An event.
  public init(identity: EventIdentity, time: Timestamp, document: JSONObject) {
    self.identity = identity
    self.time = time
    self.document = document
  }
}
