import Dispatch
import Synchronization

/// Waits on the main thread for work that is done by tasks.
enum Blocking {
  /// What an asynchronous body gives.
  static func wait<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let result = Box<Value>()
    let done = DispatchSemaphore(value: 0)
    Task {
      result.set(await body())
      done.signal()
    }
    while true {
      done.wait()
      if let value = result.value { return value }
    }
  }

  private final class Box<Value: Sendable>: Sendable {
    private let storage = Mutex<Value?>(nil)

    var value: Value? { storage.withLock { $0 } }

    func set(_ value: Value) { storage.withLock { $0 = value } }
  }
}
