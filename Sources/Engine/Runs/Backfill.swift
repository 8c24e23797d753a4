import Detection
public import Events
import OrderedCollections
import Rules
import Storage

/// Runs a rule over a period of the past: what was missed is raised, what was raised before is recognised.
struct Backfill: Sendable {
  let store: Store
  let edition: Edition
  let runs: ScheduledRuns
  let alertWriter: AlertWriter
  let clock: EngineClock
  let makeID: @Sendable () -> String

  /// So many runs one backfill may make.
  static let maximumRuns = 100_000

  /// Runs a rule over a period and records it as one run.
  ///
  /// - Returns: The record.
  /// - Throws: `StoreError`.
  func run(_ place: Int, over period: ClosedRange<Timestamp>) throws -> RuleExecution {
    let rule = edition.active.rules[place]
    var run = RuleExecution(
      rule: rule.ruleID, version: Int(edition.versions[rule.ruleID]?.version ?? 0), kind: .backfill,
      started: clock.now(), period: period.lowerBound..<period.upperBound)
    run = try store.write { try $0.beginRun(run) }
    let execution = AlertWriter.Execution(id: makeID(), type: "manual", intended: period.upperBound)
    do {
      if edition.active.looksAtSingleEvents(place) {
        try single(place, period, execution, &run)
      } else {
        try several(place, period, execution, &run)
      }
      run.status = run.warnings.isEmpty ? .succeeded : .partialFailure
    } catch {
      run.status = .failed
      run.error = "\(error)"
    }
    run.finished = clock.now()
    try store.write { try $0.updateRun(run) }
    return run
  }

  private func single(
    _ place: Int, _ period: ClosedRange<Timestamp>, _ execution: AlertWriter.Execution,
    _ run: inout RuleExecution
  ) throws {
    let detector = runs.detector(for: [place])
    run.counts.candidates = try feed(place, period, to: detector)
    let alerts = detector.takeAlerts().alerts
    run.counts.events = alerts.count
    run.counts.alerts += try write(alerts.map { Signal($0) }, execution)
    run.counts.expected = alerts.count { $0.exception != nil }
  }

  private func several(
    _ place: Int, _ period: ClosedRange<Timestamp>, _ execution: AlertWriter.Execution,
    _ run: inout RuleExecution
  ) throws {
    let rule = edition.active.rules[place]
    var memory = RuleMemory()
    var time = rule.schedule.firstRun(atOrAfter: period.lowerBound)
    var made = 0
    while time <= period.upperBound || !memory.waiting.isEmpty {
      guard made < Self.maximumRuns else {
        run.warnings.append("only the first \(Self.maximumRuns) runs were made; take a shorter period")
        return
      }
      made += 1
      try runOnce(place, at: time, execution, &memory, &run)
      time = rule.schedule.firstRun(atOrAfter: Timestamp(nanoseconds: time.nanoseconds &+ 1))
    }
  }

  private func runOnce(
    _ place: Int, at time: Timestamp, _ execution: AlertWriter.Execution, _ memory: inout RuleMemory,
    _ run: inout RuleExecution
  ) throws {
    guard let demand = runs.demand(place, at: time, memory: memory) else { return }
    let detector = runs.detector(for: [place], at: time)
    let times =
      Timestamp(nanoseconds: demand.times.lowerBound)...Timestamp(nanoseconds: demand.times.upperBound)
    runs.prepare(detector, for: [(place, demand)])
    run.counts.candidates += try feed(place, times, to: detector)
    var copy = memory
    let result = try store.read { reader -> (outcome: RunOutcome, warnings: [String])? in
      var failure: (any Error)?
      let result = runs.run(place, at: time, seen: detector, memory: &copy) { uuid in
        do {
          return try reader.alertRow(uuid) != nil
        } catch {
          failure = error
          return true
        }
      }
      if let failure { throw failure }
      return result
    }
    memory = copy
    guard let (outcome, warnings) = result else { return }
    run.counts.events += outcome.events
    run.counts.suppressed += outcome.suppressed
    run.counts.alerts += try write(outcome.signals, execution)
    for warning in warnings where !run.warnings.contains(warning) && run.warnings.count < 20 {
      run.warnings.append(warning)
    }
  }

  private func feed(_ place: Int, _ period: ClosedRange<Timestamp>, to detector: Detector) throws -> Int {
    try store.read { reader in
      if edition.active.readsAlerts(place) {
        return try AlertFeed(places: edition.places).feed(period, to: detector, reader)
      }
      return try EventFeed.feed(
        edition.active.condition(of: place), period, arrivedBy: nil, to: detector, reader)
    }
  }

  private func write(_ signals: [Signal], _ execution: AlertWriter.Execution) throws -> Int {
    guard !signals.isEmpty else { return 0 }
    return try store.write { writer in
      try signals.reduce(0) { count, signal in
        let isNew = try alertWriter.write(signal, execution, writer)
        return count + (isNew && signal.alert.exception == nil ? 1 : 0)
      }
    }
  }
}
