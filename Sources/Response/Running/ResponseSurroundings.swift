public import Events
import Foundation

/// What responses take from the machine they run on. Tests pass their own.
public struct ResponseSurroundings: Sendable {
  /// The time.
  public var now: @Sendable () -> Timestamp
  /// Waits; throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// A new identifier.
  public var newID: @Sendable () -> String
  /// Whether a file exists.
  public var fileExists: @Sendable (String) -> Bool

  /// Surroundings.
  public init(
    now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void,
    newID: @escaping @Sendable () -> String, fileExists: @escaping @Sendable (String) -> Bool
  ) {
    self.now = now
    self.sleep = sleep
    self.newID = newID
    self.fileExists = fileExists
  }

  /// The machine.
  public static var process: ResponseSurroundings {
    ResponseSurroundings(
      now: { Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1_000_000) },
      sleep: { try await Task.sleep(for: $0) }, newID: { UUID().uuidString.lowercased() },
      fileExists: { FileManager.default.fileExists(atPath: $0) })
  }
}
