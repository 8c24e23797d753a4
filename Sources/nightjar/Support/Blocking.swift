import Dispatch
import Synchronization

/// Runs asynchronous work from the commands, which are synchronous.
enum Blocking {
  /// Waits for the work. The calling thread must be none of the concurrency pool's; the main thread is not.
  static func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let box = Box<Value, Failure>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do throws(Failure) {
        box.set(.success(try await work()))
      } catch {
        box.set(.failure(error))
      }
      done.signal()
    }
    while true {
      done.wait()
      if let outcome = box.outcome { return try outcome.get() }
    }
  }

  /// Where the result of the work waits.
  private final class Box<Value: Sendable, Failure: Error>: Sendable {
    private let storage = Mutex<Result<Value, Failure>?>(nil)

    var outcome: Result<Value, Failure>? { storage.withLock { $0 } }

    func set(_ outcome: Result<Value, Failure>) { storage.withLock { $0 = outcome } }
  }
}
