import Foundation

/// How long tests with random texts go on.
public enum Fuzzing {
  /// By how much the number of texts is multiplied: `NIGHTJAR_FUZZ` in the environment, or 1.
  public static let factor = max(
    1, ProcessInfo.processInfo.environment["NIGHTJAR_FUZZ"].flatMap { Int($0) } ?? 1)
}
