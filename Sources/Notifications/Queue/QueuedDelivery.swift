public import Events

/// A notice that waits for a sink.
public struct QueuedDelivery: Sendable, Hashable {
  /// The number.
  public let id: Int64
  /// The name of the sink.
  public let sink: String
  /// What kind of notice it is.
  public let kind: String
  /// What makes two deliveries to one sink the same one.
  public let idempotencyKey: String
  /// The notice.
  public let payload: JSON
  /// How many attempts were begun, with the present one.
  public let attempts: Int
  /// When it was queued.
  public let created: Timestamp

  /// A delivery.
  public init(
    id: Int64, sink: String, kind: String, idempotencyKey: String, payload: JSON, attempts: Int,
    created: Timestamp
  ) {
    self.id = id
    self.sink = sink
    self.kind = kind
    self.idempotencyKey = idempotencyKey
    self.payload = payload
    self.attempts = attempts
    self.created = created
  }
}
