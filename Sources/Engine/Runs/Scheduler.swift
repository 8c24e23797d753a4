import CoreMetrics
import Detection
public import Events
import Logging
import Rules
import Storage
import Synchronization

/// Makes the runs of all rules when they are due: those of the present first, and between them, one after the other, those
/// that were missed while the program did not run.
public final class Scheduler: Sendable {
  private let store: Store
  private let clock: EngineClock
  private let ledger: RuleLedger
  private let makeGroup: @Sendable (Edition) -> RunGroup
  private let concurrency: Int
  private let log: Logger
  private let metrics: EngineMetrics
  private let edition: Mutex<Edition>
  /// Rules of which a run is under way.
  private let busy = Mutex<Set<String>>([])
  /// Why the latest runs of rules failed, by rule.
  private let failing = Mutex<[String: String]>([:])

  init(
    store: Store, clock: EngineClock, ledger: RuleLedger, edition: Edition, concurrency: Int, log: Logger,
    metrics: EngineMetrics, makeGroup: @escaping @Sendable (Edition) -> RunGroup
  ) {
    self.store = store
    self.clock = clock
    self.ledger = ledger
    self.concurrency = max(1, concurrency)
    self.log = log
    self.metrics = metrics
    self.makeGroup = makeGroup
    self.edition = Mutex(edition)
  }

  /// Exchanges the rules.
  func activate(_ edition: Edition) {
    self.edition.withLock { $0 = edition }
  }

  /// The rules whose latest run failed, with the reason.
  public var failures: [String: String] { failing.withLock { $0 } }

  /// By how much the rule that is furthest behind its schedule is late, in nanoseconds.
  public func lag(at now: Timestamp) -> (rule: String, nanoseconds: Int64)? {
    let edition = edition.withLock { $0 }
    let late = edition.running.compactMap { place -> (rule: String, nanoseconds: Int64)? in
      let rule = edition.active.rules[place].ruleID
      guard let next = ledger.progress(rule)?.next, next < now else { return nil }
      return (rule, now.nanoseconds - next.nanoseconds)
    }
    return late.max { $0.nanoseconds < $1.nanoseconds }
  }

  /// Makes runs as they become due, until the task is cancelled.
  public func run() async {
    while !Task.isCancelled {
      let now = clock.now()
      do {
        _ = try await runDue(at: now)
      } catch {
        log.error("runs could not be stored", metadata: ["error": "\(error)"])
        await clock.sleep(now.advanced(seconds: 5))
        continue
      }
      await clock.sleep(min(nextDue() ?? .max, clock.now().advanced(seconds: 1)))
    }
  }

  private func nextDue() -> Timestamp? {
    let edition = edition.withLock { $0 }
    return edition.running.compactMap { ledger.progress(edition.active.rules[$0].ruleID)?.next }.min()
  }

  /// Makes all runs that are due at a time, also those that were missed.
  ///
  /// - Throws: `StoreError` when a run could not be stored; it stays due.
  @discardableResult
  public func runDue(at now: Timestamp) async throws -> RunReport {
    let edition = edition.withLock { $0 }
    var report = RunReport()
    guard edition.running.contains(where: { isDue(edition, $0, now) }) else { return report }
    // Whatever arrived up to now is in transactions before this one.
    try await store.asyncWrite { _ in }
    while !Task.isCancelled {
      let plans = plans(edition, now)
      guard !plans.isEmpty else { break }
      report.add(try await make(plans, edition))
    }
    return report
  }

  private func isDue(_ edition: Edition, _ place: Int, _ now: Timestamp) -> Bool {
    let rule = edition.active.rules[place].ruleID
    guard let next = ledger.progress(rule)?.next, next <= now else { return false }
    return !busy.withLock { $0.contains(rule) }
  }

  /// The groups of runs that are made next: the latest run of each rule that is up to date, and the earliest of those that
  /// were missed.
  private func plans(_ edition: Edition, _ now: Timestamp) -> [RunPlan] {
    var present: [Timestamp: [Int]] = [:]
    var missed: [Timestamp: [Int]] = [:]
    for place in edition.running where isDue(edition, place, now) {
      let rule = edition.active.rules[place]
      guard let next = ledger.progress(rule.ruleID)?.next else { continue }
      let isLatest = now.nanoseconds - next.nanoseconds < rule.schedule.interval
      if isLatest {
        present[next, default: []].append(place)
      } else {
        missed[next, default: []].append(place)
      }
    }
    var plans = present.sorted { $0.key < $1.key }.map {
      RunPlan(time: $0.key, rules: $0.value, kind: .scheduled)
    }
    if let first = missed.min(by: { $0.key < $1.key }) {
      plans.append(RunPlan(time: first.key, rules: first.value, kind: .catchUp))
    }
    return plans
  }

  private func make(_ plans: [RunPlan], _ edition: Edition) async throws -> RunReport {
    var report = RunReport()
    var failure: (any Error)?
    await withTaskGroup(of: Result<RunReport, any Error>.self) { group in
      var waiting = plans[...]
      func start() {
        guard let plan = waiting.popFirst() else { return }
        group.addTask { [self] in await make(plan, edition) }
      }
      for _ in 0..<concurrency { start() }
      while let result = await group.next() {
        switch result {
        case .success(let part): report.add(part)
        case .failure(let error): failure = error
        }
        start()
      }
    }
    if let failure { throw failure }
    return report
  }

  private func make(_ plan: RunPlan, _ edition: Edition) async -> Result<RunReport, any Error> {
    let names = Set(plan.rules.map { edition.active.rules[$0].ruleID })
    let free = busy.withLock { busy in
      guard busy.isDisjoint(with: names) else { return false }
      busy.formUnion(names)
      return true
    }
    guard free else { return .success(RunReport()) }
    defer { busy.withLock { $0.subtract(names) } }
    let group = makeGroup(edition)
    let start = ContinuousClock.now
    let result = await Blocking.run { Result { try group.make(plan) } }
    metrics.runTime.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
    note(result, names)
    return result
  }

  private func note(_ result: Result<RunReport, any Error>, _ names: Set<String>) {
    if case .success(let report) = result {
      metrics.runs.increment(by: report.runs)
      metrics.failedRuns.increment(by: report.failures)
      metrics.runAlerts.increment(by: report.alerts)
    } else {
      metrics.failedRuns.increment(by: names.count)
    }
    failing.withLock { failing in
      for name in names {
        if case .failure(let error) = result { failing[name] = "\(error)" } else { failing[name] = nil }
      }
    }
  }

  /// Runs a rule at once, whatever its schedule says.
  ///
  /// - Returns: What the run came to; nil when the rule does not run or is running already.
  /// - Throws: `StoreError`.
  public func runNow(_ rule: String) async throws -> RunReport? {
    let edition = edition.withLock { $0 }
    guard let place = edition.places[rule], edition.active.runs(place) else { return nil }
    try await store.asyncWrite { _ in }
    let plan = RunPlan(time: clock.now(), rules: [place], kind: .manual)
    let report = try await make(plan, edition).get()
    return report.runs > 0 ? report : nil
  }
}
