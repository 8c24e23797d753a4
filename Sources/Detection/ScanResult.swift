import Events
import Synchronization

/// What several detectors found together: alerts without repetition, in the order of time, and counts.
public final class ScanResult: Sendable {
  private struct State: Sendable {
    var alerts: [String: Alert] = [:]
    var counts = DetectionCounts()
  }

  private let state = Mutex(State())

  /// An empty result.
  public init() {}

  /// Takes in what a detector found.
  public func add(_ detector: Detector) {
    let alerts = detector.alerts
    let counts = detector.counts
    state.withLock { state in
      for alert in alerts where state.alerts[alert.uuid] == nil { state.alerts[alert.uuid] = alert }
      state.counts.add(counts)
    }
  }

  /// How many alerts there are.
  public var alertCount: Int { state.withLock { $0.alerts.count } }

  /// The counts.
  public var counts: DetectionCounts { state.withLock(\.counts) }

  /// The alerts by the time of their events, then by rule and identifier, so that the order does not depend on threads.
  public var alerts: [Alert] {
    state.withLock { Array($0.alerts.values) }.sorted { left, right in
      let (first, second) = (left.originalTime?.nanoseconds ?? .min, right.originalTime?.nanoseconds ?? .min)
      return (first, left.rule, left.uuid) < (second, right.rule, right.uuid)
    }
  }
}
