import Foundation

/// Runs Python programs beside the tests.
public enum Python {
  /// Why Python did not do its work.
  public struct Failure: Error, CustomStringConvertible {
    /// What it said.
    public let description: String
  }

  /// The interpreter: `NIGHTJAR_PYTHON` in the environment, the one that `scripts/python-peers.sh` set up, or `python3`.
  public static let path: String = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["NIGHTJAR_PYTHON"] { return named }
    let own = SharedData.repository.appending(path: ".build/python/bin/python3").path
    if FileManager.default.isExecutableFile(atPath: own) { return own }
    let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":")
    let candidates = folders.map { "\($0)/python3" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/bin/python3"
  }()

  /// Lines that end a program with its standard input, and so with the process of the tests, however that ends. Its first
  /// argument is taken away: a folder, which is removed then.
  static let endsWithTests = """
    import os, shutil, sys, threading
    def end_with_tests(folder):
        sys.stdin.read()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)
    threading.Thread(target=end_with_tests, args=[sys.argv.pop(1)], daemon=True).start()
    """

  /// A process that runs a program; it is not started yet.
  static func process(_ program: String, _ arguments: [String], _ environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-c", program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return process
  }

  /// Runs a program to its end and returns what it printed.
  ///
  /// - Throws: `Failure` with its error output when it fails.
  public static func run(
    _ program: String, arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> String {
    let run = try FinishedProgram(
      running: URL(filePath: path), ["-c", program] + arguments, environment: environment)
    guard run.status == 0 else { throw Failure(description: run.errors) }
    return run.output
  }
}
