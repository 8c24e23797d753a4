import Foundation
import Inputs
import Synchronization

/// Stores the chunks of one input on a queue while the next ones are read; at most two wait.
final class ChunkWriting: Sendable {
  private struct State: Sendable {
    var report = IngestReport()
    var failure: (any Error)?

    mutating func add(_ result: Result<ArrivalJudge.Result, any Error>) {
      switch result {
      case .success(let result):
        report.stored += result.stored
        report.duplicates += result.duplicates
        report.alerts += result.alerts
      case .failure(let error): failure = error
      }
    }
  }

  private let queue: DispatchQueue
  private let room = DispatchSemaphore(value: 2)
  private let group = DispatchGroup()
  private let state = Mutex(State())
  private let take: @Sendable (EventChunk, [InputCheckpoint]) throws -> ArrivalJudge.Result

  init(
    queue: DispatchQueue,
    take: @escaping @Sendable (EventChunk, [InputCheckpoint]) throws -> ArrivalJudge.Result
  ) {
    self.queue = queue
    self.take = take
  }

  /// Stores a chunk, and checkpoints in the same transaction, unless an earlier chunk of the input failed.
  func submit(_ chunk: EventChunk, _ checkpoints: [InputCheckpoint] = []) {
    room.wait()
    group.enter()
    queue.async { [self] in
      defer {
        room.signal()
        group.leave()
      }
      guard state.withLock({ $0.failure == nil }) else { return }
      let result = Result { try take(chunk, checkpoints) }
      state.withLock { $0.add(result) }
    }
  }

  /// Waits until everything is stored.
  ///
  /// - Throws: What made a chunk fail.
  func finish() throws -> IngestReport {
    group.wait()
    let state = state.withLock { $0 }
    if let failure = state.failure { throw failure }
    return state.report
  }
}
