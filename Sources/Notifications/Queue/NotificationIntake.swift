public import Events
public import OrderedCollections
import Rules
public import Storage

/// Decides of every alert which sinks are told of it, and queues that. It belongs into the transaction that stores the alert:
/// then no alert is stored without its notices, and none is told that was not stored.
public struct NotificationIntake: Sendable {
  private let sinks: [SinkSettings]

  /// What became of an alert at a sink.
  public enum Outcome: Sendable, Hashable {
    /// It is queued.
    case queued
    /// The sink had it before.
    case duplicate
    /// The sink wants none of its kind.
    case filtered
    /// It was counted, and is told with the next one of its rule.
    case throttled
  }

  /// An intake for sinks.
  public init(_ settings: NotificationSettings) {
    sinks = settings.sinks
  }

  /// Queues a new alert.
  ///
  /// - Parameters:
  ///   - alert: The alert document.
  ///   - writer: The transaction.
  /// - Returns: What became of it at each sink.
  /// - Throws: What the queue throws.
  @discardableResult
  public func offer(_ alert: JSONObject, to writer: StoreWriter) throws -> [String: Outcome] {
    var outcomes: [String: Outcome] = [:]
    for sink in sinks { outcomes[sink.name] = try offer(alert, to: sink, writer) }
    return outcomes
  }

  /// Queues that an alert was closed, for the sinks that keep a state of their own of it.
  ///
  /// - Parameters:
  ///   - alert: The alert document.
  ///   - writer: The transaction.
  /// - Throws: What the queue throws.
  public func close(_ alert: JSONObject, to writer: StoreWriter) throws {
    let uuid = AlertSummary(alert).uuid
    let time = AlertFields.text(alert, "kibana.alert.workflow_status_updated_at") ?? writer.now.description
    for sink in sinks where sink.tellsClosed && sink.filter.accepts(alert) {
      try enqueue(Notice(kind: .closed, id: "\(uuid)/closed/\(time)", alert: alert), uuid, sink, writer)
    }
  }

  /// Queues a message that shows whether a sink works.
  ///
  /// - Parameters:
  ///   - sink: The name of the sink.
  ///   - writer: The transaction.
  /// - Returns: Whether there is such a sink.
  /// - Throws: What the queue throws.
  public func test(_ sink: String, to writer: StoreWriter) throws -> Bool {
    guard let settings = sinks.first(where: { $0.name == sink }) else { return false }
    try enqueue(Notice(kind: .test, id: "test/\(writer.now.nanoseconds)"), nil, settings, writer)
    return true
  }

  private func offer(
    _ alert: JSONObject, to sink: SinkSettings, _ writer: StoreWriter
  ) throws -> Outcome {
    guard sink.filter.accepts(alert) else { return .filtered }
    let summary = AlertSummary(alert)
    var held = 0
    switch RuleThrottle.choice(alert, sink: sink.throttle) {
    case .always: break
    case .never: return .filtered
    case .every(let interval):
      let key = "rule/\(sink.name)/\(summary.ruleID)"
      if let known = try writer.throttle(key) {
        guard writer.now >= known.last.adding(interval) else {
          try writer.setThrottle(key, last: known.last, count: known.count + 1)
          return .throttled
        }
        held = known.count
      }
      try writer.setThrottle(key, last: writer.now, count: 0)
    }
    let notice = Notice(kind: .alert, id: summary.uuid, alert: alert, held: held)
    return try enqueue(notice, summary.uuid, sink, writer) ? .queued : .duplicate
  }

  @discardableResult
  private func enqueue(
    _ notice: Notice, _ alert: String?, _ sink: SinkSettings, _ writer: StoreWriter
  ) throws -> Bool {
    try writer.enqueueDelivery(
      sink: sink.name, kind: notice.kind.rawValue, alert: alert, idempotencyKey: notice.id,
      payload: notice.json) != nil
  }
}
