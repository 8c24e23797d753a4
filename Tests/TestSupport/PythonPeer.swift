import Foundation

/// A Python program that plays the other side of a connection. It prints a line with its port, and then a line for
/// everything that it received; it ends with the test.
public final class PythonPeer: Sendable {
  /// The port that it listens on.
  public let port: Int
  private let input = Pipe()
  private let folder: TemporaryFolderBox
  private let output: String

  private final class TemporaryFolderBox: Sendable {
    let path: String
    init() throws {
      path = FileManager.default.temporaryDirectory.appending(path: "nightjar-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Starts a program.
  ///
  /// - Throws: `Python.Failure` when it ends before it listens.
  public init(_ program: String, arguments: [String] = []) async throws {
    folder = try TemporaryFolderBox()
    output = folder.path + "/output"
    let errors = folder.path + "/errors"
    for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
    let process = Python.process(
      Python.endsWithTests + "\n" + program, [folder.path] + arguments, ["PYTHONUNBUFFERED": "1"])
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.start()
    let deadline = Date.now + 300
    while true {
      let lines = String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
      if let end = lines.firstIndex(of: "\n"), let port = Int(lines[..<end]) {
        self.port = port
        return
      }
      guard process.isRunning, Date.now < deadline else {
        let text = String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self)
        throw Python.Failure(description: "no peer; run scripts/python-peers.sh. \(Python.path): \(text)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  deinit {
    try? input.fileHandleForWriting.close()
  }

  /// The lines so far that tell what was received.
  public func lines() throws -> [String] {
    let text = String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
    // A line without its end is still being written.
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().map(
      String.init)
  }

  /// Waits until so many lines are there.
  ///
  /// - Throws: `Python.Failure` when they do not come.
  public func lines(_ count: Int) async throws -> [String] {
    let deadline = Date.now + 300
    while true {
      let lines = try lines()
      if lines.count >= count { return lines }
      guard Date.now < deadline else {
        throw Python.Failure(description: "\(count) lines were expected, not \(lines)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}
