import CloudTrail
import Detection
import Storage

/// What the parts of an engine share, and how they are made of it.
struct EngineParts: Sendable {
  let store: Store
  let mapper: ECSMapper
  let options: Engine.Options
  let ledger: RuleLedger
  let counters: ArrivalCounters
  let alertWriter: AlertWriter
  let gaps: GapKeeper
  let metrics: EngineMetrics

  func scheduler(edition: Edition, concurrency: Int) -> Scheduler {
    Scheduler(
      store: store, clock: options.clock, ledger: ledger, edition: edition, concurrency: concurrency,
      log: options.log, metrics: metrics
    ) { [self] edition in
      RunGroup(
        store: store, edition: edition,
        runs: ScheduledRuns(rules: edition.active, mapper: mapper, now: options.clock.now()), ledger: ledger,
        counters: counters, alertWriter: alertWriter, gaps: gaps, clock: options.clock, makeID: options.makeID
      )
    }
  }

  func ingestor(edition: Edition, sources: SourceClock) -> Ingestor {
    Ingestor(
      store: store, mapper: mapper, edition: edition, counters: counters, sources: sources,
      observers: alertWriter.observers,
      metrics: metrics,
      clock: options.clock
    ) { [self] edition in
      ArrivalJudge(
        edition: edition, mapper: mapper, alertWriter: alertWriter, counters: counters,
        now: options.clock.now(),
        makeID: options.makeID)
    }
  }

  func activation(_ scheduler: Scheduler) -> Activation {
    Activation(
      mapper: mapper, ledger: ledger, alertWriter: alertWriter, scheduler: scheduler, clock: options.clock,
      makeID: options.makeID)
  }
}
