public import Events
import Synchronization

/// When events of each account and region last arrived, so that silence is noticed; and events that lie ahead of the clock.
public final class SourceClock: Sendable {
  /// An account and a region.
  public struct Source: Sendable, Hashable {
    /// `cloud.account.id`; empty when events have none.
    public let account: String
    /// `cloud.region`; empty when events have none.
    public let region: String

    /// A source.
    public init(account: String, region: String) {
      self.account = account
      self.region = region
    }
  }

  /// So many sources are followed.
  static let maximumSources = 10_000

  private struct State: Sendable {
    var arrivals: [Source: Timestamp] = [:]
    var newestAhead: Timestamp?
  }

  private let state = Mutex(State())

  /// When events of each source last arrived.
  public var arrivals: [Source: Timestamp] { state.withLock(\.arrivals) }

  /// Notes that events of sources arrived.
  func note(_ sources: Set<Source>, at time: Timestamp) {
    state.withLock { state in
      for source in sources where state.arrivals[source] != nil || state.arrivals.count < Self.maximumSources
      {
        state.arrivals[source] = max(state.arrivals[source] ?? time, time)
      }
    }
  }

  /// Notes the time of an event that lies ahead of its arrival.
  func noteAhead(_ time: Timestamp) {
    state.withLock { $0.newestAhead = max($0.newestAhead ?? time, time) }
  }

  /// Takes out the latest time of events that lay ahead of their arrival; nil when there were none since the last call.
  func takeAhead() -> Timestamp? {
    state.withLock { state in
      defer { state.newestAhead = nil }
      return state.newestAhead
    }
  }

  /// Forgets a source, as when its account was closed.
  func forget(_ source: Source) {
    state.withLock { $0.arrivals[source] = nil }
  }
}
