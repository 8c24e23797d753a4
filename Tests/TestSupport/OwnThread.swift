import Foundation

/// Runs what blocks on a thread of its own, so that the few threads of tasks stay free.
public enum OwnThread {
  /// Runs a body and gives its result.
  public static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws
    -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
  }
}
