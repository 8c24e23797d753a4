import Dispatch
import Synchronization

/// Runs asynchronous work from the commands, which are synchronous.
enum Blocking {
  /// Where the result of the work waits.
  private final class Box<Result: Sendable>: Sendable {
    let result = Mutex<Swift.Result<Result, any Error>?>(nil)
  }

  /// Waits for the work. The calling thread must be none of the concurrency pool's; the main thread is not.
  static func run<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) throws -> Result {
    let box = Box<Result>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let outcome: Swift.Result<Result, any Error>
      do {
        outcome = .success(try await work())
      } catch {
        outcome = .failure(error)
      }
      box.result.withLock { $0 = outcome }
      done.signal()
    }
    done.wait()
    guard let outcome = box.result.withLock({ $0 }) else { throw CancellationError() }
    return try outcome.get()
  }
}
