public import CloudTrail
public import Events
public import OrderedCollections
import Rules
import Synchronization

/// What several detectors found together, and what comes of it: alerts without repetition, in the order of time.
public final class ScanResult: Sendable {
  private struct State: Sendable {
    var alerts: [String: Alert] = [:]
    var counts = DetectionCounts()
    var kept = KeptRows.Parts()
    var warnings: [RunWarning] = []
    var files = EventFiles()
  }

  private let state = Mutex(State())

  /// An empty result.
  public init() {}

  /// Takes in what a detector found.
  public func add(_ detector: Detector) {
    let (alerts, counts, kept) = (detector.alerts, detector.counts, KeptRows.Parts(detector))
    let files = detector.files
    state.withLock { state in
      state.files.add(files)
      for alert in alerts where state.alerts[alert.uuid] == nil { state.alerts[alert.uuid] = alert }
      state.counts.add(counts)
      state.kept.add(kept)
    }
  }

  /// Judges what was kept for rules that look at several events, and then lets rules that read alerts look at all alerts.
  /// Call it once, when every detector was added. What was kept is freed with the result.
  ///
  /// - Parameters:
  ///   - rules: The rules of the detectors.
  ///   - mapper: Makes documents of raw records.
  ///   - options: The options of the detectors.
  ///   - threads: On how many threads rules are judged.
  public func conclude(rules: RuleSet, mapper: ECSMapper, options: DetectorOptions, threads: Int = 1) {
    state.withLock { state in
      let results = RowResults(rules: rules, mapper: mapper, options: options)
      var found = results.alerts(state.kept, threads: threads)
      found.alerts.removeAll { !options.accepts($0.originalTime) }
      Self.take(found, &state)
      Self.readAlerts(rules, mapper, options, results, &state)
      Self.suppress(rules, &state)
    }
  }

  /// Adds fields to alerts by the files that their events stand in. The options must have asked for these.
  ///
  /// - Parameter fields: The fields for the numbers of the files; nil for none. Alerts without events are left alone.
  public func addFields(_ fields: (Set<Int>) -> JSONObject?) {
    state.withLock { state in
      for (uuid, alert) in state.alerts {
        let files = state.files.files(of: alert.eventIDs)
        guard !files.isEmpty, let fields = fields(files) else { continue }
        state.alerts[uuid] = alert.adding(fields)
      }
    }
  }

  private static func take(_ result: RowResults.Result, _ state: inout State) {
    for alert in result.alerts where state.alerts[alert.uuid] == nil { state.alerts[alert.uuid] = alert }
    state.warnings += result.warnings
  }

  private static func readAlerts(
    _ rules: RuleSet, _ mapper: ECSMapper, _ options: DetectorOptions, _ results: RowResults,
    _ state: inout State
  ) {
    guard !rules.alertReaders.isEmpty else { return }
    var unlimited = options
    (unlimited.since, unlimited.until) = (nil, nil)
    let detector = Detector(rules: rules, mapper: mapper, options: unlimited)
    for alert in Self.sorted(state.alerts.values) { detector.alert(alert) }
    for alert in detector.alerts where state.alerts[alert.uuid] == nil { state.alerts[alert.uuid] = alert }
    take(results.alerts(KeptRows.Parts(detector), threads: 1), &state)
  }

  private static func suppress(_ rules: RuleSet, _ state: inout State) {
    for (number, rule) in rules.rules.enumerated() {
      guard let suppression = rule.suppression else { continue }
      let own = state.alerts.values.filter { $0.rule == number && $0.exception == nil }
      let alerts = own.filter { !$0.isPartOfGroup }
      guard !alerts.isEmpty else { continue }
      let suppressor = Suppressor(suppression, of: rule, types: rules.types)
      var ruleState = RuleState()
      let kept = suppressor.apply(alerts, state: &ruleState).kept
      let remaining = Set(kept.map(\.uuid))
      // The events of a sequence go with its alert.
      for alert in own where !alert.isPartOfGroup || !remaining.contains(alert.group ?? "") {
        state.alerts[alert.uuid] = nil
      }
      for alert in kept { state.alerts[alert.uuid] = alert }
    }
  }

  /// How many alerts there are.
  public var alertCount: Int { state.withLock { $0.alerts.count } }

  /// The counts.
  public var counts: DetectionCounts { state.withLock(\.counts) }

  /// What people should know about the runs.
  public var warnings: [RunWarning] { state.withLock(\.warnings) }

  /// The alerts by the time of their events, then by rule and identifier, so that the order does not depend on threads.
  public var alerts: [Alert] { Self.sorted(state.withLock { $0.alerts.values }) }

  private static func sorted(_ alerts: some Sequence<Alert>) -> [Alert] {
    alerts.sorted { left, right in
      let (first, second) = (left.originalTime?.nanoseconds ?? .min, right.originalTime?.nanoseconds ?? .min)
      return (first, left.rule, left.uuid) < (second, right.rule, right.uuid)
    }
  }
}
