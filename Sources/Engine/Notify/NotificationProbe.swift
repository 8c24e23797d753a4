import Events
import Storage

/// Finds sinks that do not take what is sent to them.
struct NotificationProbe: Sendable {
  let store: Store

  /// From so many attempts on, a delivery that waits says that its sink fails.
  private static let manyAttempts = 3

  func findings() -> [MonitorFinding] {
    do {
      let waiting = try store.read { try $0.deliveries(state: .queued, limit: 500) }
      let failing = Dictionary(grouping: waiting.filter { $0.attempts >= Self.manyAttempts }, by: \.sink)
      return failing.sorted { $0.key < $1.key }.map { sink, deliveries in
        let reason = deliveries.last?.lastError ?? "no reason"
        return MonitorFinding(
          .notifierFailure, sink, "the sink \(sink) fails, \(deliveries.count) notices wait: \(reason)")
      }
    } catch {
      return [MonitorFinding(.storage, "read", "the store cannot be read: \(error)")]
    }
  }
}
