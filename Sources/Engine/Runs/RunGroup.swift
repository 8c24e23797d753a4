import CMemory
import Detection
import Events
import OrderedCollections
import Query
import Rules
import Storage

/// Makes the runs of a plan: reads the events that its rules want to see, lets each rule judge them, and stores what they
/// came to in one transaction.
struct RunGroup: Sendable {
  let store: Store
  let edition: Edition
  let runs: ScheduledRuns
  let ledger: RuleLedger
  let counters: ArrivalCounters
  let alertWriter: AlertWriter
  let gaps: GapKeeper
  let clock: EngineClock
  let makeID: @Sendable () -> String

  /// A rule that is due, with what it remembers.
  private struct Due {
    let place: Int
    let progress: RuleProgress
    var waiting: Waiting
  }

  /// What the run of a rule came to, before it is stored.
  private struct Judged {
    let due: Due
    let started: Timestamp
    var memory: RuleMemory
    var outcome: RunOutcome
    var warnings: [String]
    var candidates = 0
    var expected: [String: Int] = [:]
    /// Up to which arrival the rule has judged single events now; nil when that did not change.
    var cursor: Int64?
  }

  /// Makes the runs.
  ///
  /// - Throws: `StoreError`; then nothing of the plan is stored and all of it is still due.
  func make(_ plan: RunPlan) throws -> RunReport {
    let started = clock.now()
    let judged = try store.read { reader in try judge(plan, started, reader) }
    let report = try finish(plan, judged)
    // The allocator keeps what many events needed, although the next runs are minutes away.
    if judged.contains(where: { $0.candidates >= Self.manyEvents }) { nj_release_memory() }
    return report
  }

  /// Looking at so many events takes more memory than is kept for later.
  private static let manyEvents = 50_000

  // MARK: Judging

  private func judge(_ plan: RunPlan, _ started: Timestamp, _ reader: StoreReader) throws -> [Judged] {
    let rules = try plan.rules.compactMap { try due($0, reader) }
    let (single, several) = rules.partitioned { edition.active.looksAtSingleEvents($0.place) }
    var result: [Judged] = []
    result += try judgeSingle(single, plan, started, reader)
    for cluster in clusters(several, plan) {
      result += try judgeSeveral(cluster, plan, started, reader)
    }
    return result
  }

  private func due(_ place: Int, _ reader: StoreReader) throws -> Due? {
    let rule = edition.active.rules[place]
    guard let progress = try ledger.load(rule.ruleID, reader) else { return nil }
    // A rule about single events takes up as many as it may raise; the others must know all that waits.
    let limit = edition.active.looksAtSingleEvents(place) ? rule.maxSignals + 1 : Int.max
    let waiting = try Waiting(rule: rule.ruleID, place: place, limit: limit, reader)
    return Due(place: place, progress: progress, waiting: waiting)
  }

  private func memory(_ due: Due) -> RuleMemory {
    RuleMemory(state: due.progress.state, waiting: due.waiting.signals, unloaded: due.waiting.unloaded)
  }

  /// Rules about single events: what was judged on arrival is only counted; what arrived without being judged is judged
  /// now.
  private func judgeSingle(
    _ due: [Due], _ plan: RunPlan, _ started: Timestamp, _ reader: StoreReader
  ) throws -> [Judged] {
    let unjudged = try UnjudgedEvents(edition: edition, runs: runs, time: plan.time)
    return try due.compactMap { due in
      var memory = memory(due)
      let found =
        edition.judgesOnArrival(due.place)
        ? UnjudgedEvents.Found() : try unjudged.find(due.place, due.progress, reader)
      let new = try found.alerts.filter { alert in
        try reader.alertRow(alert.uuid) == nil && !memory.waiting.contains { $0.alert.uuid == alert.uuid }
          && memory.state.absorbed[alert.uuid] == nil
      }
      let expected = new.filter { $0.exception != nil }
      guard
        var (outcome, warnings) = runs.run(
          due.place, at: plan.time, raising: new.filter { $0.exception == nil }, memory: &memory)
      else { return nil }
      outcome.addExpected(expected)
      warnings += found.warnings
      return Judged(
        due: due, started: started, memory: memory, outcome: outcome, warnings: warnings,
        candidates: found.candidates, cursor: found.cursor)
    }
  }

  /// Rules of which the events of one can be read together with those of others: those that reach about as far back.
  private func clusters(_ due: [Due], _ plan: RunPlan) -> [[(due: Due, demand: EventDemand)]] {
    var clusters: [[(due: Due, demand: EventDemand)]] = []
    let demanding = due.compactMap { due in
      runs.demand(due.place, at: plan.time, memory: memory(due)).map { (due: due, demand: $0) }
    }
    for entry in demanding.sorted(by: { $0.demand.times.lowerBound > $1.demand.times.lowerBound }) {
      let readsAlerts = edition.active.readsAlerts(entry.due.place)
      if let last = clusters.last?.first, edition.active.readsAlerts(last.due.place) == readsAlerts,
        isNear(last.demand, entry.demand, plan.time)
      {
        clusters[clusters.count - 1].append(entry)
      } else {
        clusters.append([entry])
      }
    }
    return clusters
  }

  /// Whether reading for both at once reads at most half as much again as the nearer one needs. Rules that reach far back
  /// mostly look for little, which columns find; rules that look at everything mostly do not reach far back.
  private func isNear(_ first: EventDemand, _ second: EventDemand, _ time: Timestamp) -> Bool {
    func reach(_ demand: EventDemand) -> Double {
      Double(time.nanoseconds) - Double(demand.times.lowerBound)
    }
    return reach(second) <= 1.5 * max(reach(first), 300e9)
  }

  private func judgeSeveral(
    _ cluster: [(due: Due, demand: EventDemand)], _ plan: RunPlan, _ started: Timestamp, _ reader: StoreReader
  ) throws -> [Judged] {
    let detector = runs.detector(for: Set(cluster.map(\.due.place)), at: plan.time)
    let lower = cluster.map(\.demand.times.lowerBound).min() ?? 0
    let upper = cluster.map(\.demand.times.upperBound).max() ?? 0
    let period = Timestamp(nanoseconds: lower)...Timestamp(nanoseconds: max(lower, upper))
    runs.prepare(detector, for: cluster.map { ($0.due.place, $0.demand) })
    let candidates: Int
    if let first = cluster.first, edition.active.readsAlerts(first.due.place) {
      candidates = try AlertFeed(places: edition.places).feed(period, to: detector, reader)
    } else {
      candidates = try EventFeed.feed(
        Expression.disjunction(cluster.map(\.demand.condition)), period, arrivedBy: plan.time, to: detector,
        reader)
    }
    let expected = detector.takeAlerts().counts.expected
    return try cluster.compactMap { due, _ in
      var memory = memory(due)
      var failure: (any Error)?
      let result = runs.run(due.place, at: plan.time, seen: detector, memory: &memory) { uuid in
        do {
          return try reader.alertRow(uuid) != nil
        } catch {
          failure = error
          return true
        }
      }
      if let failure { throw failure }
      guard let (outcome, warnings) = result else { return nil }
      var judged = Judged(
        due: due, started: started, memory: memory, outcome: outcome, warnings: warnings,
        candidates: candidates)
      for (key, count) in expected where key.rule == due.place { judged.expected[key.exception] = count }
      return judged
    }
  }

  // MARK: Storing

  private func finish(_ plan: RunPlan, _ judged: [Judged]) throws -> RunReport {
    var report = RunReport()
    var progress: [String: RuleProgress] = [:]
    var taken: [String: ArrivalCounters.Counts] = [:]
    do {
      try store.write { writer in
        for judged in judged {
          let rule = edition.active.rules[judged.due.place]
          let counts = counters.take(rule.ruleID)
          taken[rule.ruleID] = counts
          let (new, run) = try store(judged, plan, arrival: counts, writer)
          progress[rule.ruleID] = new
          report.runs += 1
          report.alerts += run.counts.alerts
          if run.status == .failed { report.failures += 1 }
        }
      }
    } catch {
      counters.add(taken)
      gaps.reset()
      throw error
    }
    for (rule, new) in progress { ledger.set(rule, new) }
    if report.alerts > 0 { for observer in alertWriter.observers { observer.didStore() } }
    return report
  }

  private func store(
    _ judged: Judged, _ plan: RunPlan, arrival: ArrivalCounters.Counts, _ writer: StoreWriter
  ) throws -> (RuleProgress, RuleExecution) {
    let rule = edition.active.rules[judged.due.place]
    let isLate = plan.kind == .catchUp || plan.kind == .manual
    let execution = AlertWriter.Execution(
      id: makeID(), type: plan.kind == .manual ? "manual" : "scheduled", intended: isLate ? plan.time : nil)
    var written = 0
    for signal in judged.outcome.signals where try alertWriter.write(signal, execution, writer) {
      if signal.alert.exception == nil { written += 1 }
    }
    for window in judged.outcome.earlier {
      try writer.setSuppression(
        alert: window.alert, count: window.count, end: Timestamp(nanoseconds: window.end))
    }
    for (exception, count) in judged.expected {
      try writer.addExpectedHits(exception: exception, rule: rule.ruleID, count: count, last: writer.now)
    }
    let taken = min(rule.maxSignals, judged.due.waiting.signals.count)
    try judged.due.waiting.store(rule: rule.ruleID, taken: taken, left: judged.outcome.postponed, writer)
    if let cursor = judged.cursor {
      try writer.setRuleCursor(rule.ruleID, RuleLedger.scheduleCursor, to: cursor)
    }
    try gaps.note(
      rule.ruleID, plan, last: judged.due.progress.last, now: judged.started, writer)
    let progress = next(judged, plan)
    try progress.store(rule: rule.ruleID, since: judged.due.progress, writer)
    let run = record(judged, plan, rule, written: written, arrival: arrival, finished: writer.now)
    // Runs that are made up for and had nothing to look at are not worth a line each.
    let isEmpty = run.counts == RuleExecution.Counts() && run.warnings.isEmpty
    if plan.kind == .catchUp, isEmpty { return (progress, run) }
    return (progress, try writer.beginRun(run))
  }

  private func next(_ judged: Judged, _ plan: RunPlan) -> RuleProgress {
    let rule = edition.active.rules[judged.due.place]
    var progress = judged.due.progress
    progress.state = judged.memory.state
    guard plan.kind != .manual else { return progress }
    progress.last = plan.time
    let following = Timestamp(nanoseconds: plan.time.nanoseconds &+ 1)
    progress.next = rule.schedule.firstRun(atOrAfter: following)
    return progress
  }

  private func record(
    _ judged: Judged, _ plan: RunPlan, _ rule: Rule, written: Int, arrival: ArrivalCounters.Counts,
    finished: Timestamp
  ) -> RuleExecution {
    let period = judged.outcome.period
    var run = RuleExecution(
      rule: rule.ruleID, version: Int(edition.versions[rule.ruleID]?.version ?? 0), kind: plan.kind,
      started: judged.started, period: period.lowerBound..<period.upperBound, gap: gap(judged, plan, period))
    run.finished = finished
    run.counts.events = judged.outcome.events + arrival.events
    run.counts.candidates = judged.candidates + arrival.events
    run.counts.alerts = written + arrival.alerts
    run.counts.suppressed = judged.outcome.suppressed
    run.counts.postponed = judged.outcome.postponed.count + arrival.postponed
    run.counts.expected =
      arrival.expected + judged.expected.values.reduce(0, +)
      + judged.outcome.signals.count { $0.alert.exception != nil }
    run.warnings = judged.warnings
    run.status = judged.warnings.isEmpty ? .succeeded : .partialFailure
    return run
  }

  /// The time between the run before and this one that neither of their periods covers.
  private func gap(_ judged: Judged, _ plan: RunPlan, _ period: ClosedRange<Timestamp>) -> Int64 {
    guard plan.kind != .manual, let last = judged.due.progress.last else { return 0 }
    return max(0, period.lowerBound.nanoseconds - last.nanoseconds)
  }
}

extension Array {
  /// The elements that fit a condition, and the others.
  fileprivate func partitioned(_ fits: (Element) -> Bool) -> (fitting: [Element], others: [Element]) {
    (filter(fits), filter { !fits($0) })
  }
}
