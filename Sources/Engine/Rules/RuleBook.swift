import CloudTrail
public import Detection
public import Events
import Logging
public import Rules
public import Storage
import Synchronization

/// The rules: those of files and the built-in ones, those that people made or changed here, which are switched on, and
/// every version that there was.
public final class RuleBook: Sendable {
  private struct State: Sendable {
    var edition: Edition
    var material: RuleMaterial
    var fingerprint: Int
    var loaded: Timestamp
  }

  let store: Store
  private let configuration: EngineConfiguration
  private let types: FieldTypes
  private let clock: EngineClock
  private let log: Logger
  private let state: Mutex<State>
  /// Makes an edition the one that everything works with.
  private let activation = Mutex<Activation?>(nil)
  /// One reload at a time.
  private let loading = Mutex(())

  /// Rules are compiled anew at least this often, in seconds: dates in queries are relative to the present.
  private static let longestEdition: Int64 = 3600

  init(
    store: Store, configuration: EngineConfiguration, types: FieldTypes, clock: EngineClock, log: Logger
  ) {
    self.store = store
    self.configuration = configuration
    self.types = types
    self.clock = clock
    self.log = log
    let empty = RuleSet([], types: types, now: clock.now())
    let edition = Edition(
      number: 0, rules: [], enabled: [], versions: [:], active: empty, arrival: empty,
      exceptions: ExceptionSet(),
      problems: [])
    state = Mutex(State(edition: edition, material: RuleMaterial(), fingerprint: 0, loaded: clock.now()))
  }

  /// The rules at the moment.
  public var edition: Edition { state.withLock(\.edition) }

  /// What the rules of the moment need beside events.
  var material: RuleMaterial { state.withLock(\.material) }

  /// Begins to load rules for an engine.
  func connect(_ activation: Activation, swap: @escaping Swap) {
    self.activation.withLock { $0 = activation }
    swapping.withLock { $0 = swap }
  }

  // MARK: Loading

  private var watchedPaths: [String] {
    let tables = configuration.texts("rules.tables").compactMap { entry in
      entry.firstIndex(of: "=").map { String(entry[entry.index(after: $0)...]) }
    }
    return ["rules.paths", "rules.exceptions", "rules.indicators"].flatMap { configuration.texts($0) }
      + tables
  }

  /// Looks whether files changed, an exception expired, or the edition is old, and loads the rules again if so.
  ///
  /// - Returns: Whether there is a new edition.
  /// - Throws: `StoreError`.
  @discardableResult
  public func reloadIfNeeded() throws -> Bool {
    let now = clock.now()
    let (fingerprint, loaded, expiries) = state.withLock { state in
      (state.fingerprint, state.loaded, state.edition.exceptions.items.compactMap(\.expires))
    }
    let isOld = now >= loaded.advanced(seconds: Self.longestEdition)
    let hasExpired = expiries.contains { $0 >= loaded && $0 < now }
    guard isOld || hasExpired || RuleMaterial.fingerprint(of: watchedPaths) != fingerprint else {
      return false
    }
    try reload(by: "files")
    return true
  }

  /// Loads the rules again.
  ///
  /// - Parameters:
  ///   - actor: Who asks for it.
  ///   - change: What is changed in the same transaction, before the rules are read.
  /// - Throws: `StoreError`, what `change` throws; then nothing changes.
  public func reload(by actor: String, change: (StoreWriter) throws -> Void = { _ in }) throws {
    try loading.withLock { _ in
      let now = clock.now()
      let fingerprint = RuleMaterial.fingerprint(of: watchedPaths)
      let material = RuleMaterial(configuration, now: now)
      var prepared: (edition: Edition, progress: [String: RuleProgress?])?
      let activation = activation.withLock { $0 }
      try swap { writer in
        try change(writer)
        let edition = try edition(material, by: actor, now, writer)
        prepared = (edition, try activation?.prepare(edition, writer) ?? [:])
        return edition
      }
      guard let (new, progress) = prepared else { return }
      activation?.finish(new, progress)
      state.withLock { $0 = State(edition: new, material: material, fingerprint: fingerprint, loaded: now) }
      log.info(
        "rules loaded",
        metadata: [
          "rules": "\(new.rules.count)", "running": "\(new.active.runningCount)",
          "problems": "\(new.problems.count)",
        ])
    }
  }

  /// Exchanges the edition between two transactions of the ingestor.
  typealias Swap = @Sendable (_ make: (StoreWriter) throws -> Edition) throws -> Void
  private let swapping = Mutex<Swap?>(nil)

  private func swap(_ make: (StoreWriter) throws -> Edition) throws {
    if let swapping = swapping.withLock({ $0 }) {
      try swapping(make)
    } else {
      try store.write { _ = try make($0) }
    }
  }

  private func edition(
    _ material: RuleMaterial, by actor: String, _ now: Timestamp, _ writer: StoreWriter
  ) throws -> Edition {
    var shelf = try RuleShelf(writer)
    try shelf.place(material.rules, by: actor, writer)
    let stored = try StoredExceptions(writer)
    let exceptions = material.exceptions.merged(with: stored.set)
    let enabled = shelf.enabled
    let active = ruleSet(
      shelf.rules.filter { enabled.contains($0.ruleID) }, material, exceptions, now, isScheduled: true)
    let arrival = ruleSet(
      configuration.flag("rules.on_arrival")
        ? active.rules.indices.filter { Edition.canJudgeOnArrival(active, $0) }.map { active.rules[$0] } : [],
      material, exceptions, now)
    let problems =
      material.problems + shelf.problems + stored.problems + active.exceptionProblems
      + exceptions.problems(with: shelf.rules).map { "\($0)" }
    return Edition(
      number: edition.number + 1, rules: shelf.rules, enabled: enabled, versions: shelf.versions,
      active: active,
      arrival: arrival, exceptions: exceptions, problems: problems)
  }

  private func ruleSet(
    _ rules: [Rule], _ material: RuleMaterial, _ exceptions: ExceptionSet, _ now: Timestamp,
    isScheduled: Bool = false
  ) -> RuleSet {
    RuleSet(
      rules, types: types, now: now, indicators: material.indicators, tables: material.tables,
      exceptions: exceptions, isScheduled: isScheduled)
  }

  /// Whether a rule could run here, and why not.
  public func check(_ rule: Rule) -> RuleCheck? {
    ruleSet([rule], material, edition.exceptions, clock.now()).checks.first
  }
}
