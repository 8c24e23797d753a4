public import Events
import GRDB

extension StoreReader {
  /// Deliveries, the newest first.
  ///
  /// - Throws: `StoreError`.
  public func deliveries(
    sink: String? = nil, state: Delivery.State? = nil, alert: String? = nil, before: Int64 = .max,
    limit: Int = 100
  ) throws -> [Delivery] {
    try rows(
      """
      SELECT \(Delivery.columns) FROM deliveries
      WHERE id < ?1 AND (?2 IS NULL OR sink = ?2) AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR alert = ?4)
      ORDER BY id DESC LIMIT ?5
      """, [before, sink, state?.rawValue, alert, limit], Delivery.init(row:))
  }

  /// A delivery by its number; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func delivery(_ id: Int64) throws -> Delivery? {
    try row("SELECT \(Delivery.columns) FROM deliveries WHERE id = ?", [id], Delivery.init(row:))
  }

  /// How many deliveries each sink has in each state.
  ///
  /// - Throws: `StoreError`.
  public func deliveryCounts() throws -> [String: [Delivery.State: Int]] {
    var counts: [String: [Delivery.State: Int]] = [:]
    let rows = try rows("SELECT sink, state, count(*) FROM deliveries GROUP BY sink, state") {
      ($0[0] as String, Delivery.State(rawValue: $0[1]) ?? .dead, $0[2] as Int)
    }
    for (sink, state, count) in rows { counts[sink, default: [:]][state] = count }
    return counts
  }

  /// When the next delivery is due; nil when none waits.
  ///
  /// - Throws: `StoreError`.
  public func nextDelivery() throws -> Timestamp? {
    try row("SELECT next_attempt FROM deliveries WHERE state = 'queued' ORDER BY next_attempt LIMIT 1") {
      Timestamp($0[0] as Int64)
    }
  }

  /// When something was last let through by a throttle, and how much it held back since; nil when never.
  ///
  /// - Throws: `StoreError`.
  public func throttle(_ key: String) throws -> (last: Timestamp, count: Int)? {
    try row("SELECT last, count FROM throttles WHERE key = ?", [key]) { (Timestamp($0[0] as Int64), $0[1]) }
  }
}

extension StoreWriter {
  /// Queues a delivery unless the sink had one with this key.
  ///
  /// - Returns: Its number; nil when the sink had one.
  /// - Throws: `StoreError`.
  @discardableResult
  public func enqueueDelivery(
    sink: String, kind: String, alert: String?, idempotencyKey: String, payload: JSON, due: Timestamp? = nil
  ) throws -> Int64? {
    let changes = try execute(
      """
      INSERT INTO deliveries
        (sink, kind, alert, idempotency_key, payload, state, attempts, next_attempt, created)
      VALUES (?, ?, ?, ?, ?, 'queued', 0, ?, ?) ON CONFLICT (sink, idempotency_key) DO NOTHING
      """,
      [
        sink, kind, alert, idempotencyKey, StoredText.text(payload), (due ?? now).nanoseconds,
        now.nanoseconds,
      ])
    return changes == 1 ? database.lastInsertedRowID : nil
  }

  /// Takes deliveries that are due. Each counts an attempt, and is due again when the lease ends, unless it is reported on
  /// before: whoever took it may have died.
  ///
  /// - Parameters:
  ///   - sink: The sink; nil for all.
  ///   - limit: The most deliveries.
  ///   - lease: How long they are taken for, in nanoseconds.
  /// - Returns: The deliveries.
  /// - Throws: `StoreError`.
  public func leaseDeliveries(sink: String? = nil, limit: Int, lease: Int64) throws -> [Delivery] {
    try rows(
      """
      UPDATE deliveries SET attempts = attempts + 1, next_attempt = ?1 WHERE id IN (
        SELECT id FROM deliveries WHERE state = 'queued' AND next_attempt <= ?2 AND (?3 IS NULL OR sink = ?3)
        ORDER BY next_attempt, id LIMIT ?4)
      RETURNING \(Delivery.columns)
      """, [now.nanoseconds + lease, now.nanoseconds, sink, limit], Delivery.init(row:)
    ).sorted { $0.id < $1.id }
  }

  /// The sink has the delivery.
  ///
  /// - Throws: `StoreError`.
  public func deliverySucceeded(_ id: Int64) throws {
    try finishDelivery(id, .sent, error: nil)
  }

  /// An attempt failed; the next one is due at a time.
  ///
  /// - Throws: `StoreError`.
  public func deliveryFailed(_ id: Int64, error: String, next: Timestamp) throws {
    try execute(
      "UPDATE deliveries SET last_error = ?, next_attempt = ? WHERE id = ? AND state = 'queued'",
      [error, next.nanoseconds, id])
  }

  /// The attempt does not count: the delivery is put off.
  ///
  /// - Throws: `StoreError`.
  public func postponeDelivery(_ id: Int64, until next: Timestamp) throws {
    try execute(
      "UPDATE deliveries SET attempts = max(0, attempts - 1), next_attempt = ? WHERE id = ? AND state = 'queued'",
      [next.nanoseconds, id])
  }

  /// All attempts failed.
  ///
  /// - Throws: `StoreError`.
  public func buryDelivery(_ id: Int64, error: String) throws {
    try finishDelivery(id, .dead, error: error)
  }

  /// The delivery is not to be sent.
  ///
  /// - Throws: `StoreError`.
  public func dropDelivery(_ id: Int64, reason: String) throws {
    try finishDelivery(id, .dropped, error: reason)
  }

  private func finishDelivery(_ id: Int64, _ state: Delivery.State, error: String?) throws {
    try execute(
      """
      UPDATE deliveries SET state = ?, finished = ?, last_error = coalesce(?, last_error)
      WHERE id = ? AND state = 'queued'
      """, [state.rawValue, now.nanoseconds, error, id])
  }

  /// Queues a delivery again that was given up, with all its attempts.
  ///
  /// - Returns: Whether it was given up.
  /// - Throws: `StoreError`.
  @discardableResult
  public func requeueDelivery(_ id: Int64) throws -> Bool {
    try execute(
      """
      UPDATE deliveries SET state = 'queued', attempts = 0, next_attempt = ?, finished = NULL
      WHERE id = ? AND state IN ('dead', 'dropped')
      """, [now.nanoseconds, id]) == 1
  }

  /// Removes deliveries that were sent or given up before a time.
  ///
  /// - Returns: How many there were.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeDeliveries(finishedBefore time: Timestamp) throws -> Int {
    try execute("DELETE FROM deliveries WHERE state <> 'queued' AND finished < ?", [time.nanoseconds])
  }

  /// Stores when a throttle last let something through, and how much it held back since.
  ///
  /// - Throws: `StoreError`.
  public func setThrottle(_ key: String, last: Timestamp, count: Int) throws {
    try execute(
      """
      INSERT INTO throttles (key, last, count) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET last = excluded.last, count = excluded.count
      """, [key, last.nanoseconds, count])
  }
}
