/// The pauses and the chance of the worker, which tests replace.
public struct WorkerSurroundings: Sendable {
  /// Waits.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// A number from 0 to 1.
  public var random: @Sendable () -> Double

  /// The surroundings of a process, unless told otherwise.
  public init(
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.sleep = sleep
    self.random = random
  }
}
