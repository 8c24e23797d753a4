public import CloudTrail
import CoreMetrics
import Detection
import Events
import Foundation
public import Inputs
public import Storage
import Synchronization

/// Takes events in: reads an input, stores its events, and raises the alerts of rules that judge on arrival, in one
/// transaction for each chunk. Reading and storing go on side by side.
public final class Ingestor: Sendable {
  private let store: Store
  private let mapper: ECSMapper
  private let judge: Mutex<ArrivalJudge>
  private let makeJudge: @Sendable (Edition) -> ArrivalJudge
  private let counters: ArrivalCounters
  private let queue = DispatchQueue(label: "nightjar.ingest")
  private let sources: SourceClock
  private let observers: [any AlertObserver]
  private let metrics: EngineMetrics
  private let clock: EngineClock

  init(
    store: Store, mapper: ECSMapper, edition: Edition, counters: ArrivalCounters,
    sources: SourceClock, observers: [any AlertObserver], metrics: EngineMetrics, clock: EngineClock,
    makeJudge: @escaping @Sendable (Edition) -> ArrivalJudge
  ) {
    self.store = store
    self.mapper = mapper
    self.makeJudge = makeJudge
    self.counters = counters
    self.sources = sources
    self.observers = observers
    self.metrics = metrics
    self.clock = clock
    judge = Mutex(makeJudge(edition))
  }

  /// Reads an input and stores its events. Do not call it on a thread of the cooperative pool: it blocks.
  ///
  /// - Parameters:
  ///   - checkpoints: What is remembered when everything is stored, in the transaction of the last events.
  ///   - read: Reads the input and hands every event to the handler.
  /// - Returns: What was stored and what could not be read.
  /// - Throws: `StoreError` when events could not be stored: nothing of the input may be acknowledged then. What was stored
  ///   before the error stays, and is recognised when the input is read again.
  public func ingestBlocking(
    checkpoints: [InputCheckpoint] = [], _ read: (any RecordHandler) throws -> [FileReport]
  ) throws -> IngestReport {
    let writing = ChunkWriting(queue: queue) { [self] chunk, checkpoints in try take(chunk, checkpoints) }
    let handler = IngestHandler(edition: judge.withLock(\.edition), mapper: mapper) { writing.submit($0) }
    let files = Result { try read(handler) }
    let rest = handler.takeRest()
    switch files {
    case .success: if !rest.entries.isEmpty || !checkpoints.isEmpty { writing.submit(rest, checkpoints) }
    // Nothing is remembered of an input that was not read to its end.
    case .failure: if !rest.entries.isEmpty { writing.submit(rest) }
    }
    var report = try writing.finish()
    for file in try files.get() { report.add(file) }
    return report
  }

  /// Reads an input and stores its events.
  ///
  /// - Parameters:
  ///   - checkpoints: What is remembered when everything is stored.
  ///   - read: Reads the input and hands every event to the handler.
  /// - Returns: What was stored and what could not be read.
  /// - Throws: `StoreError` when events could not be stored; what `read` throws.
  public func ingest(
    checkpoints: [InputCheckpoint] = [],
    _ read: @escaping @Sendable (any RecordHandler) throws -> [FileReport]
  ) async throws -> IngestReport {
    try await Blocking.run {
      Result { try self.ingestBlocking(checkpoints: checkpoints, read) }
    }.get()
  }

  /// Stores events that are already read, in one transaction, and lets the rules that judge on arrival look at the new ones.
  ///
  /// - Parameters:
  ///   - drafts: The events, in their order.
  ///   - append: Stores an event, by its number, and returns its place in the order of arrival; nil for an event that is
  ///     known.
  /// - Returns: What was stored.
  /// - Throws: `StoreError` when the transaction failed: nothing is stored then.
  public func store(
    _ drafts: [EventDraft], append: @escaping @Sendable (Int, EventDraft, StoreWriter) throws -> Int64?
  ) async throws -> IngestReport {
    var chunk = EventChunk(edition: judge.withLock(\.edition.number))
    for draft in drafts { chunk.add(draft, isWanted: true) }
    let events = chunk
    let result = try await Blocking.run { Result { try self.take(events, append: append) } }.get()
    var report = IngestReport()
    report.stored = result.stored
    report.duplicates = result.duplicates
    report.alerts = result.alerts
    return report
  }

  private func take(
    _ chunk: EventChunk, _ checkpoints: [InputCheckpoint]
  ) throws -> ArrivalJudge.Result {
    try take(chunk, checkpoints) { _, draft, writer in
      guard case .stored(let seq) = try writer.append(draft) else { return nil }
      return seq
    }
  }

  private func take(
    _ chunk: EventChunk, _ checkpoints: [InputCheckpoint] = [],
    append: @Sendable (Int, EventDraft, StoreWriter) throws -> Int64?
  ) throws -> ArrivalJudge.Result {
    let result = try judge.withLock { judge in
      try store.write { writer in
        for checkpoint in checkpoints { try writer.setCheckpoint(checkpoint) }
        return try judge.take(chunk, writer) { number, draft in try append(number, draft, writer) }
      }
    }
    counters.add(result.counts)
    sources.note(chunk.sources, at: clock.now())
    if let time = chunk.latest { sources.noteAhead(time) }
    metrics.events.increment(by: result.stored)
    metrics.duplicates.increment(by: result.duplicates)
    metrics.arrivalAlerts.increment(by: result.alerts)
    if !result.counts.isEmpty { for observer in observers { observer.didStore() } }
    return result
  }

  /// Exchanges the rules between two transactions.
  ///
  /// - Parameter make: Makes the new rules in a transaction; no event arrives until they have taken over.
  /// - Throws: `StoreError`, what `make` throws; then the old rules stay.
  func exchange(_ make: (StoreWriter) throws -> Edition) throws {
    try judge.withLock { judge in
      let edition = try store.write { writer in try make(writer) }
      judge = makeJudge(edition)
    }
  }
}
