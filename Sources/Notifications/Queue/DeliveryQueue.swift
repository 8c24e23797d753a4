public import Events

/// Where notices wait: a queue that outlives the program.
public protocol DeliveryQueue: Sendable {
  /// Runs one transaction: all of it holds, or, when the closure throws, nothing.
  func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (any DeliveryWriter) throws -> Result
  ) async throws -> Result

  /// When the next delivery of any sink is due; nil when none waits.
  func nextDue() async throws -> Timestamp?
}

/// Changes the queue inside of a transaction.
public protocol DeliveryWriter {
  /// The time of the transaction.
  var now: Timestamp { get }

  /// Queues a delivery unless the sink had one with this key; nil when it had one.
  @discardableResult
  func enqueueDelivery(
    sink: String, kind: String, alert: String?, idempotencyKey: String, payload: JSON, due: Timestamp?
  ) throws -> Int64?

  /// Takes deliveries that are due, and counts an attempt of each. They are due again after the lease, in nanoseconds.
  func takeDeliveries(sink: String, limit: Int, lease: Int64) throws -> [QueuedDelivery]

  /// The sink has it.
  func deliverySucceeded(_ id: Int64) throws

  /// An attempt failed; the next one is due at a time.
  func deliveryFailed(_ id: Int64, error: String, next: Timestamp) throws

  /// Puts it off; the attempt does not count.
  func postponeDelivery(_ id: Int64, until next: Timestamp) throws

  /// Gives up: a dead letter, which can be queued again.
  func buryDelivery(_ id: Int64, error: String) throws

  /// It is not to be sent.
  func dropDelivery(_ id: Int64, reason: String) throws

  /// Queues a dead letter again; false when it is none.
  @discardableResult
  func requeueDelivery(_ id: Int64) throws -> Bool

  /// When a throttle last let something through, and how much it counted since; nil when never.
  func throttle(_ key: String) throws -> (last: Timestamp, count: Int)?

  /// Stores that.
  func setThrottle(_ key: String, last: Timestamp, count: Int) throws
}
