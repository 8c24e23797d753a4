public import Events
import Foundation

/// What the client takes from the machine it runs on. Tests pass their own.
public struct AWSSurroundings: Sendable {
  /// The environment variables.
  public var variables: [String: String]
  /// The home folder, for `~/.aws`.
  public var home: String
  /// Reads a file as a whole; nil when there is none.
  public var readFile: @Sendable (_ path: String) throws -> [UInt8]?
  /// The time.
  public var now: @Sendable () -> Timestamp
  /// Waits; throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// A number from 0 up to but not including 1.
  public var random: @Sendable () -> Double

  /// Surroundings in which there is nothing: no variables, no files; with the machine's clock.
  public init(
    variables: [String: String] = [:], home: String = "/nonexistent",
    readFile: @escaping @Sendable (String) throws -> [UInt8]? = { _ in nil },
    now: @escaping @Sendable () -> Timestamp = { AWSSurroundings.systemTime() },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.variables = variables
    self.home = home
    self.readFile = readFile
    self.now = now
    self.sleep = sleep
    self.random = random
  }

  /// The process and its machine.
  public static var process: AWSSurroundings {
    AWSSurroundings(
      variables: ProcessInfo.processInfo.environment, home: NSHomeDirectory(),
      readFile: { path in
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)))
      })
  }

  /// The time of the system's clock.
  public static func systemTime() -> Timestamp {
    Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
  }

  /// The value of a variable; nil when it is missing or empty.
  func variable(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }
}
