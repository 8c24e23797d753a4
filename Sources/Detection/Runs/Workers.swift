import Foundation
import Synchronization

/// Does numbered pieces of work on several threads.
enum Workers {
  /// Calls `body` once for each number below `count`, and returns when all calls returned.
  static func run(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard threads > 1, count > 1 else {
      for number in 0..<count { body(number) }
      return
    }
    let next = Counter()
    let running = DispatchGroup()
    for _ in 0..<min(threads, count) {
      running.enter()
      let thread = Thread {
        while let number = next.take(below: count) { body(number) }
        running.leave()
      }
      // Room for documents that are nested as deep as the reader allows.
      thread.stackSize = 16 << 20
      thread.start()
    }
    running.wait()
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func take(below limit: Int) -> Int? {
      let number = value.add(1, ordering: .relaxed).oldValue
      return number < limit ? number : nil
    }
  }
}
