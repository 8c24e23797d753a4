import Foundation

/// Work that blocks its thread, kept away from the threads that tasks share.
enum Blocking {
  /// Does the work on a thread of its own and waits without blocking.
  static func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
  }
}
