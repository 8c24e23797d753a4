import Events
import Rules
import Storage

/// Decides inside of one transaction which deliveries of a sink are sent now, and what becomes of the others.
struct DeliveryPlan {
  let sink: SinkSettings
  /// How many deliveries are sent at most before the next decision.
  let batch: Int

  /// How many deliveries are looked at in one transaction, so that nobody waits long for the store.
  private static let maximumTaken = 1000

  /// The time that the sink may need for a batch; then whoever took it is taken for dead.
  private var lease: Duration { sink.timeout * batch + .seconds(60) }
  private var stormKey: String { "storm/\(sink.name)" }

  /// The deliveries that are sent now.
  func take(_ writer: StoreWriter) throws -> [Delivery] {
    if let limit = sink.storm, let state = try writer.throttle(stormKey),
      writer.now >= state.last.adding(limit.window)
    {
      if state.count > limit.alerts { try collapse(writer, limit, since: state.last) }
      if state.count > 0 { try writer.setThrottle(stormKey, last: state.last, count: 0) }
    }
    var ready: [Delivery] = []
    var taken = 0
    while ready.count < batch, taken < Self.maximumTaken {
      let due = try writer.leaseDeliveries(
        sink: sink.name, limit: batch - ready.count, lease: lease.nanoseconds)
      if due.isEmpty { break }
      taken += due.count
      for delivery in due where try isReady(delivery, writer) { ready.append(delivery) }
    }
    return ready
  }

  /// Puts deliveries off that were taken and not tried. Those that were told for the first time do not count any more: what
  /// waits for a sink that is down is no storm.
  func giveBack(_ deliveries: [Delivery], until next: Timestamp, _ writer: StoreWriter) throws {
    for delivery in deliveries { try writer.postponeDelivery(delivery.id, until: next) }
    let fresh = deliveries.count { $0.kind == Notice.Kind.alert.rawValue && $0.attempts == 1 }
    guard fresh > 0, sink.storm != nil, let state = try writer.throttle(stormKey) else { return }
    try writer.setThrottle(stormKey, last: state.last, count: max(0, state.count - fresh))
  }

  // MARK: Single deliveries

  private func isReady(_ delivery: Delivery, _ writer: StoreWriter) throws -> Bool {
    guard let notice = Notice(delivery) else {
      try writer.buryDelivery(delivery.id, error: "it is no notice that this version knows")
      return false
    }
    if notice.kind != .test, let quiet = sink.quiet,
      let end = quiet.end(at: writer.now, severity: NoticeText(notice).severity)
    {
      try writer.postponeDelivery(delivery.id, until: end)
      return false
    }
    // What was tried before counted then.
    guard notice.kind == .alert, delivery.attempts == 1, let limit = sink.storm else { return true }
    return try countsIn(delivery, limit, writer)
  }

  /// Counts an alert in the present window. Beyond the limit it waits for the end of the window.
  private func countsIn(_ delivery: Delivery, _ limit: StormLimit, _ writer: StoreWriter) throws -> Bool {
    var (start, count) = try writer.throttle(stormKey) ?? (writer.now, 0)
    if count == 0 { start = writer.now }
    try writer.setThrottle(stormKey, last: start, count: count + 1)
    guard count >= limit.alerts else { return true }
    try writer.postponeDelivery(delivery.id, until: start.adding(limit.window))
    return false
  }

  // MARK: Storms

  /// Makes one digest of all alerts that waited for the end of a window. The digest is queued in the transaction that drops
  /// them, so that its count is exact.
  private func collapse(_ writer: StoreWriter, _ limit: StormLimit, since start: Timestamp) throws {
    let end = start.adding(limit.window)
    let key = "digest/\(start.nanoseconds)"
    var digest = NoticeDigest()
    var others: [Delivery] = []
    while true {
      let due = try writer.leaseDeliveries(
        sink: sink.name, limit: Self.maximumTaken, lease: lease.nanoseconds)
      if due.isEmpty { break }
      for delivery in due {
        guard delivery.attempts == 1, delivery.created < end, let notice = Notice(delivery),
          notice.kind == .alert
        else {
          others.append(delivery)
          continue
        }
        let summary = AlertSummary(notice.alert)
        digest.add(severity: summary.severity, rule: summary.ruleName, at: delivery.created)
        try writer.dropDelivery(delivery.id, reason: "counted in \(key)")
      }
    }
    for delivery in others { try writer.postponeDelivery(delivery.id, until: writer.now) }
    guard digest.count > 0 else { return }
    try writer.enqueueDelivery(
      sink: sink.name, kind: Notice.Kind.digest.rawValue, alert: nil, idempotencyKey: key,
      payload: Notice(kind: .digest, id: key, digest: digest).json)
  }
}
