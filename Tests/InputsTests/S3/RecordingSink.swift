import Inputs
import Synchronization

/// Keeps what inputs bring, as a store would: checkpoints with the records, acknowledged afterwards.
final class RecordingSink: BatchSink, CheckpointReader {
  struct State {
    var records: [String] = []
    var sources: [String] = []
    var problems: [String] = []
    var setAside: [SetAsideInput] = []
    var checkpoints: [String: String] = [:]
    var provisional: [Bool] = []
  }

  struct Crash: Error {}

  private let storage = Mutex(State())
  /// What happens instead of storing and acknowledging; nil for both.
  private let instead: (@Sendable (InputBatch) async throws -> Bool)?

  init(instead: (@Sendable (InputBatch) async throws -> Bool)? = nil) {
    self.instead = instead
  }

  var state: State { storage.withLock { $0 } }

  func take(_ batch: InputBatch) async throws {
    if let instead, try await instead(batch) { return }
    store(batch)
    try await batch.acknowledge()
  }

  private func store(_ batch: InputBatch) {
    let collector = Collector()
    let reports = batch.read(collector)
    let records = collector.records
    storage.withLock { state in
      state.sources += reports.map(\.path)
      state.records += records
      state.problems += reports.flatMap(\.problems).map { "\($0)" }
      state.provisional.append(batch.isProvisional)
      for checkpoint in batch.checkpoints { state.checkpoints[checkpoint.name] = checkpoint.text }
    }
  }

  func setAside(_ item: SetAsideInput) async throws { storage.withLock { $0.setAside.append(item) } }

  func checkpoint(_ name: String) async throws -> String? { storage.withLock { $0.checkpoints[name] } }
}
