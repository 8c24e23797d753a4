import HTTPTypes
import Synchronization

/// Bounds how many bytes of events are being stored at the same time. Who comes when it is full is asked to come again, as
/// Elasticsearch does; shippers wait and try again.
final class IngestGate: Sendable {
  private let maximum: Int
  private let pending = Mutex(0)

  init(maximum: Int) {
    self.maximum = maximum
  }

  /// Runs a closure while a number of bytes is counted as pending.
  ///
  /// - Throws: `APIFailure` (429) when too much is pending; what the closure throws.
  func pass<T>(bytes: Int, _ body: () async throws -> T) async throws -> T {
    let passes = pending.withLock { pending in
      guard pending == 0 || pending + bytes <= maximum else { return false }
      pending += bytes
      return true
    }
    guard passes else {
      throw APIFailure(
        .tooManyRequests, "es_rejected_execution_exception",
        "more events arrive than can be stored; send them again later", headers: [.retryAfter: "1"])
    }
    defer { pending.withLock { $0 -= bytes } }
    return try await body()
  }
}
