import Events
import Logging
import Storage

/// Sends what waits for one sink.
struct SinkWorker: Sendable {
  let settings: SinkSettings
  let sink: any Sink
  let store: Store
  let surroundings: WorkerSurroundings
  let logger: Logger
  let counts: NotificationCounts
  /// Whether no further delivery is begun.
  let isStopping: @Sendable () -> Bool

  private static let batch = 10

  /// Sends the deliveries that are due now. Returns whether there were any.
  func cycle() async throws -> Bool {
    let plan = DeliveryPlan(sink: settings, batch: Self.batch)
    let deliveries = try await store.asyncWrite { try plan.take($0) }
    for (index, delivery) in deliveries.enumerated() {
      guard !isStopping(), !Task.isCancelled else {
        try await giveBack(deliveries[index...], until: nil)
        break
      }
      guard let pause = try await send(delivery) else { continue }
      // The sink does not take anything now: the others wait with this one, and their attempts do not count.
      try await giveBack(deliveries[(index + 1)...], until: pause)
      break
    }
    return !deliveries.isEmpty
  }

  /// Sends one delivery. Returns how long the sink is to be left alone; nil when it takes more.
  private func send(_ delivery: Delivery) async throws -> Duration? {
    guard let notice = Notice(delivery) else { return nil }
    do throws(SinkError) {
      try await sink.send(notice)
    } catch {
      return try await failed(delivery, error)
    }
    try await store.asyncWrite { try $0.deliverySucceeded(delivery.id) }
    counts.add(settings.name, \.sent)
    return nil
  }

  private func failed(_ delivery: Delivery, _ error: SinkError) async throws -> Duration? {
    let isLast = delivery.attempts >= settings.retries.attempts
    logger.warning(
      "notification failed",
      metadata: [
        "sink": "\(settings.name)", "delivery": "\(delivery.id)", "attempt": "\(delivery.attempts)",
        "final": "\(isLast || error.isPermanent)", "reason": "\(error)",
      ])
    let pause = settings.retries.pause(
      after: delivery.attempts, wish: error.wait, random: surroundings.random())
    guard !error.isPermanent, !isLast else {
      try await store.asyncWrite { try $0.buryDelivery(delivery.id, error: error.message) }
      counts.add(settings.name, \.dead)
      // A refusal is about one delivery; the end of all tries is about the sink.
      return error.isPermanent ? nil : pause
    }
    try await store.asyncWrite { writer in
      try writer.deliveryFailed(delivery.id, error: error.message, next: writer.now.adding(pause))
    }
    counts.add(settings.name, \.failed)
    return pause
  }

  private func giveBack(_ deliveries: ArraySlice<Delivery>, until pause: Duration?) async throws {
    guard !deliveries.isEmpty else { return }
    let plan = DeliveryPlan(sink: settings, batch: Self.batch)
    try await store.asyncWrite { writer in
      try plan.giveBack(
        Array(deliveries), until: pause.map { writer.now.adding($0) } ?? writer.now, writer)
    }
  }
}
