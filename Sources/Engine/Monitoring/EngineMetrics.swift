import CoreMetrics

/// What the engine counts.
struct EngineMetrics: Sendable {
  let events: Counter
  let duplicates: Counter
  let arrivalAlerts: Counter
  let runs: Counter
  let failedRuns: Counter
  let runAlerts: Counter
  let runTime: CoreMetrics.Timer

  init(factory: any MetricsFactory) {
    func counter(_ name: String) -> Counter { Counter(label: name, dimensions: [], factory: factory) }
    events = counter("nightjar_events_stored_total")
    duplicates = counter("nightjar_events_duplicate_total")
    arrivalAlerts = counter("nightjar_arrival_alerts_total")
    runs = counter("nightjar_rule_runs_total")
    failedRuns = counter("nightjar_rule_run_failures_total")
    runAlerts = counter("nightjar_rule_run_alerts_total")
    runTime = CoreMetrics.Timer(label: "nightjar_rule_run_seconds", dimensions: [], factory: factory)
  }
}
