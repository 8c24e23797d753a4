public import Engine
public import Storage
import Synchronization

/// Hands events to the engine: it stores them, and the rules that judge on arrival look at the new ones in the same
/// transaction.
public struct EngineEventSink: EventSink {
  private let ingestor: Ingestor

  /// A sink.
  public init(ingestor: Ingestor) {
    self.ingestor = ingestor
  }

  /// Stores events in one transaction.
  ///
  /// - Throws: `StoreError` when the transaction failed: nothing is stored then.
  public func store(_ events: [SentEvent]) async throws -> [SentResult] {
    let results = ResultList(count: events.count)
    _ = try await ingestor.store(events.map(\.draft)) { number, _, writer in
      let last = try writer.lastSeq()
      let result = try StoreSink.store(events[number], writer)
      results.set(number, result)
      // What is new lies behind everything that there was.
      return result.seq > last ? result.seq : nil
    }
    return results.all
  }

  private final class ResultList: Sendable {
    private let results: Mutex<[SentResult?]>

    init(count: Int) {
      results = Mutex(Array(repeating: nil, count: count))
    }

    func set(_ number: Int, _ result: SentResult) { results.withLock { $0[number] = result } }

    var all: [SentResult] { results.withLock { $0.compactMap(\.self) } }
  }
}
