import CloudTrail
import Detection
public import Events
import Foundation
public import Inputs
import Logging
public import Notifications
import OrderedCollections
public import Rules
public import ServiceLifecycle
public import Storage

/// The continuous engine: takes events in, stores them, runs rules when events arrive and on their schedules, keeps alerts,
/// and watches itself.
public final class Engine: Service {
  /// The configuration.
  public let configuration: EngineConfiguration
  /// Everything that is kept.
  public let store: Store
  /// The rules.
  public let rules: RuleBook
  /// Takes events in.
  public let ingestor: Ingestor
  /// Runs rules on their schedules.
  public let scheduler: Scheduler
  /// What is measured.
  public let metrics: MetricsRegistry
  /// When events of each account and region last arrived.
  public let sources: SourceClock
  /// How the inputs are doing.
  public let inputs = InputHealth()
  /// Watches the engine.
  public let monitor: SelfMonitor
  /// The types of fields.
  public let types: FieldTypes

  /// Decides which sinks are told of alerts.
  public let intake: NotificationIntake

  let options: Options
  let mapper: ECSMapper
  private let worker: NotificationWorker
  private let alertWriter: AlertWriter
  private let heartbeat: Heartbeat?

  /// Opens the store of a configuration and loads its rules.
  ///
  /// - Throws: `ConfigurationError`, `StoreError`.
  public init(configuration: EngineConfiguration, options: Options = Options()) throws {
    self.configuration = configuration
    self.options = options
    types = FieldTypes(limits: configuration.flag("mapping.full_values") ? .none : .elastic)
    let mapping = try Self.mapping(configuration, options)
    mapper = ECSMapper(options: mapping)
    let store = try Self.store(configuration, options, mapping)
    self.store = store
    let notifications = configuration.notifications ?? .none
    let worker = NotificationWorker(
      settings: notifications, store: store,
      sinks: SinkSurroundings(version: Nightjar.version, now: options.clock.now, aws: options.aws),
      logger: options.log)
    intake = NotificationIntake(notifications)
    self.worker = worker
    let observers = options.observers + [NotificationObserver(intake: intake, worker: worker)]
    metrics = MetricsRegistry()
    sources = SourceClock()
    let parts = EngineParts(
      store: store, mapper: mapper, options: options, ledger: RuleLedger(), counters: ArrivalCounters(),
      alertWriter: AlertWriter(observers: observers), gaps: GapKeeper(),
      metrics: EngineMetrics(factory: metrics))
    alertWriter = parts.alertWriter
    let book = RuleBook(
      store: store, configuration: configuration, types: types, clock: options.clock, log: options.log)
    rules = book
    let scheduler = parts.scheduler(
      edition: book.edition, concurrency: configuration.number("rules.concurrency"))
    self.scheduler = scheduler
    let ingestor = parts.ingestor(edition: book.edition, sources: sources)
    self.ingestor = ingestor
    heartbeat = Self.heartbeat(configuration, options, store)
    let probes = EngineProbes(
      configuration: configuration, store: store, scheduler: scheduler, sources: sources, inputs: inputs,
      heartbeat: heartbeat, edition: { book.edition }, started: options.clock.now())
    monitor = SelfMonitor(
      store: store, clock: options.clock, observers: observers,
      probes: SelfMonitor.Probes { now in probes.findings(now) + NotificationProbe(store: store).findings() },
      log: options.log)
    book.connect(parts.activation(scheduler)) { make in try ingestor.exchange(make) }
    _ = try store.write { try $0.failInterruptedRuns() }
    try sources.load(store)
    try book.reload(by: "start")
  }

  private static func mapping(
    _ configuration: EngineConfiguration, _ options: Options
  ) throws(ConfigurationError) -> ECSMapper.Options {
    let paths = configuration.texts("mapping.geo")
    do {
      let databases = paths.isEmpty ? nil : try GeoDatabases(paths: paths)
      return ECSMapper.Options(ingested: options.clock.now(), geo: databases)
    } catch {
      throw ConfigurationError("mapping.geo: \(error)")
    }
  }

  private static func store(
    _ configuration: EngineConfiguration, _ options: Options, _ mapping: ECSMapper.Options
  ) throws -> Store {
    var storeOptions = Store.Options(now: options.clock.now, mapping: mapping)
    storeOptions.incidentGap = configuration.nanoseconds("storage.incident_gap")
    storeOptions.keepsAlertFacts = true
    return try Store(folder: URL(filePath: configuration.dataFolder), options: storeOptions)
  }

  private static func heartbeat(
    _ configuration: EngineConfiguration, _ options: Options, _ store: Store
  ) -> Heartbeat? {
    configuration.text("monitoring.heartbeat_url").map { url in
      Heartbeat(
        url: url, interval: configuration.nanoseconds("monitoring.heartbeat_interval"), clock: options.clock,
        log: options.log, isHealthy: { store.health.isWritable })
    }
  }

  // MARK: Work

  /// Runs until the program is asked to end: then what is under way is finished, and the store is left in order.
  public func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      for work in loops { group.addTask { await work() } }
      // The group ends when the service group cancels it at shutdown.
      try? await gracefulShutdown()
      group.cancelAll()
    }
    options.log.info("engine stopped")
  }

  private var loops: [@Sendable () async -> Void] {
    let supervisor = InputSupervisor(
      configuration: configuration, ingestor: ingestor, store: store, health: inputs, clock: options.clock,
      log: options.log)
    let own: [@Sendable () async -> Void] = [
      scheduler.run, monitor.run, watchRules, keepHouse, supervisor.run, notify, rememberSources,
    ]
    return own + (heartbeat.map { [$0.run] } ?? [])
  }

  @Sendable private func notify() async {
    do {
      try await worker.run()
    } catch {
      options.log.error("notifications stopped", metadata: ["error": "\(error)"])
    }
  }

  @Sendable private func watchRules() async {
    let pause = configuration.nanoseconds("rules.reload")
    while !Task.isCancelled {
      await options.clock.sleep(Timestamp(nanoseconds: options.clock.now().nanoseconds &+ pause))
      guard !Task.isCancelled else { return }
      let result = await Blocking.run { [rules] in Result { try rules.reloadIfNeeded() } }
      if case .failure(let error) = result {
        options.log.error("rules could not be loaded again", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Stores when sources were last heard of, once a minute, so that their silence is noticed after a restart too.
  @Sendable private func rememberSources() async {
    while !Task.isCancelled {
      await options.clock.sleep(options.clock.now().advanced(seconds: 60))
      let result = await Blocking.run { [self] in Result { try sources.save(store) } }
      if case .failure(let error) = result {
        options.log.error("the sources of events could not be stored", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Removes what is older than it is to be kept, once an hour.
  @Sendable private func keepHouse() async {
    while !Task.isCancelled {
      let now = options.clock.now()
      let result = await Blocking.run { [self] in Result { try Housekeeping(engine: self).run(at: now) } }
      if case .failure(let error) = result {
        options.log.error("old data could not be removed", metadata: ["error": "\(error)"])
      }
      await options.clock.sleep(now.advanced(seconds: 3600))
    }
  }

  // MARK: On request

  /// Runs a rule over a period of the past.
  ///
  /// - Parameters:
  ///   - rule: The rule's identifier.
  ///   - period: The period.
  ///   - actor: Who asks for it.
  /// - Returns: The record of the run.
  /// - Throws: `RuleBook.Refusal` when the rule does not run; `StoreError`.
  public func backfill(
    _ rule: String, over period: ClosedRange<Timestamp>, by actor: String
  ) async throws -> RuleExecution {
    let edition = rules.edition
    guard let place = edition.places[rule], edition.active.runs(place) else {
      throw RuleBook.Refusal(
        "the rule \(rule) is not there, is switched off or does not run", isMissing: true)
    }
    let backfill = Backfill(
      store: store, edition: edition,
      runs: ScheduledRuns(rules: edition.active, mapper: mapper, now: options.clock.now()),
      alertWriter: alertWriter, clock: options.clock, makeID: options.makeID)
    return try await Blocking.run {
      Result {
        try backfill.store.write { writer in
          try writer.audit(
            action: "rule.backfill", subject: rule, actor: actor,
            details: [
              "from": .string(period.lowerBound.description), "to": .string(period.upperBound.description),
            ])
        }
        return try backfill.run(place, over: period)
      }
    }.get()
  }

  /// What shows what a rule would have done.
  public var preview: StorePreview {
    StorePreview(
      store: store, mapper: mapper, types: types, material: rules.material,
      exceptions: rules.edition.exceptions)
  }
}
