public import Events
public import Foundation

/// What a program came to that ran to its end.
public struct FinishedProgram: Sendable {
  /// Its exit status.
  public let status: Int32
  /// What it printed.
  public let output: String
  /// Its error output.
  public let errors: String

  /// The lines of the output that are not empty.
  public var lines: [Substring] { output.split(whereSeparator: \.isNewline) }

  /// The output as JSON; null when it is none.
  public var json: JSON { (try? JSONReader.read(output)) ?? .null }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - arguments: Its arguments.
  ///   - input: Its standard input.
  ///   - environment: Variables beside those of this process.
  /// - Throws: When it cannot be started.
  public init(
    running program: URL, _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = try folder.write("output", "")
    let errors = try folder.write("errors", "")
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: try folder.write("input", input)))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.start()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = String(decoding: try SharedData.bytes(URL(filePath: output)), as: UTF8.self)
    self.errors = String(decoding: try SharedData.bytes(URL(filePath: errors)), as: UTF8.self)
  }
}
