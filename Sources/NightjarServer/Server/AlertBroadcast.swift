public import Events
public import OrderedCollections
import Synchronization

/// Tells everybody who watches about new and changed alerts.
///
/// Who does not keep up loses the oldest messages: pages then read the store again.
public final class AlertBroadcast: Sendable {
  /// A message: the kind of event and its data, without line feeds.
  public struct Message: Sendable, Hashable {
    /// `alert`, or `change`.
    public let event: String
    /// JSON in one line.
    public let data: String
  }

  private static let buffered = 256
  /// So many may watch at the same time.
  private static let maximumWatchers = 200

  private struct State {
    var next = 0
    var watchers: [Int: AsyncStream<Message>.Continuation] = [:]
  }

  private let state = Mutex(State())

  init() {}

  /// Whether anybody watches.
  var hasWatchers: Bool { state.withLock { !$0.watchers.isEmpty } }

  /// Tells everybody.
  public func publish(_ event: String, _ data: JSONObject) {
    let message = Message(event: event, data: JSONWriter.text(.object(data)))
    let watchers = state.withLock { Array($0.watchers.values) }
    for watcher in watchers { watcher.yield(message) }
  }

  /// The messages from now on; nil when too many watch already.
  func watch() -> AsyncStream<Message>? {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Message.self, bufferingPolicy: .bufferingNewest(Self.buffered))
    let number = state.withLock { state -> Int? in
      guard state.watchers.count < Self.maximumWatchers else { return nil }
      state.next += 1
      state.watchers[state.next] = continuation
      return state.next
    }
    guard let number else { return nil }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
    }
    return stream
  }

  /// Ends all streams, so that the server can stop.
  func finish() {
    let watchers = state.withLock { Array($0.watchers.values) }
    for watcher in watchers { watcher.finish() }
  }
}
