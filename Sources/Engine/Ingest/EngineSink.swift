import CloudTrail
import Events
import Inputs
import Logging
import Storage

/// Takes what inputs bring into the store. What cannot be read is kept for people to look at.
struct EngineSink: BatchSink {
  /// The name of the input.
  let input: String
  let ingestor: Ingestor
  let store: Store
  let health: InputHealth
  let clock: EngineClock
  let log: Logger

  func take(_ batch: InputBatch) async throws {
    let report = try await ingestor.ingest(checkpoints: batch.checkpoints) { handler in
      Self.read(batch, handler)
    }
    // The end of a file that is still being written may be complete the next time.
    if !batch.isProvisional { try await keep(report.problems) }
    try await batch.acknowledge()
    health.succeeded(input, events: report.stored, at: clock.now())
    log.info(
      "input taken in",
      metadata: [
        "source": "\(batch.source)", "stored": "\(report.stored)", "known": "\(report.duplicates)",
        "alerts": "\(report.alerts)", "problems": "\(report.problems.count + report.unnamedProblems)",
      ])
  }

  func setAside(_ item: SetAsideInput) async throws {
    log.warning("input set aside", metadata: ["source": "\(item.source)", "reason": "\(item.reason)"])
    try await store.asyncWrite { writer in
      try writer.addQuarantine(
        source: item.source, reason: item.reason, offset: nil, sample: Array(item.sample.utf8))
    }
  }

  private static func read(_ batch: InputBatch, _ handler: any RecordHandler) -> [FileReport] {
    func open(_ handler: some RecordHandler) -> [FileReport] { batch.read(handler) }
    return open(handler)
  }

  private func keep(_ problems: [InputProblem]) async throws {
    guard !problems.isEmpty else { return }
    for problem in problems { log.warning("input cannot be read", metadata: ["problem": "\(problem)"]) }
    try await store.asyncWrite { writer in
      for problem in problems {
        try writer.addQuarantine(
          source: problem.path, reason: "\(problem.reason)", offset: problem.offset, sample: [])
      }
    }
  }
}
