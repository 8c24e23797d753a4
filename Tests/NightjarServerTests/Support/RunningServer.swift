import Foundation
import TestSupport

@testable import NightjarServer

/// A server that listens on a free port.
enum RunningServer {
  /// A program that failed, or a server that ended.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs the server while a closure talks to it.
  static func run<T: Sendable>(
    _ server: TestServer, _ body: @escaping @Sendable (_ port: Int) async throws -> T
  ) async throws -> T {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let web = try WebServer(server.services) { number in port.yield(number) }
    return try await withThrowingTaskGroup(of: T?.self) { group in
      group.addTask {
        try await web.run()
        return nil
      }
      group.addTask {
        for await number in ports { return try await body(number) }
        return nil
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw Failure(description: "the server ended early")
    }
  }

  /// Runs a program to its end, away from the threads that the server needs.
  ///
  /// - Returns: What it printed.
  /// - Throws: `Failure` with its error output when it fails.
  static func process(_ program: String, _ arguments: [String], successCodes: Set<Int32> = [0]) async throws
    -> String
  {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let process = Process()
            let (output, errors) = (Pipe(), Pipe())
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.standardOutput = output
            process.standardError = errors
            try process.start()
            let text = output.fileHandleForReading.readDataToEndOfFile()
            let failure = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            guard successCodes.contains(process.terminationStatus) else {
              throw Failure(description: String(decoding: failure, as: UTF8.self))
            }
            return String(decoding: text, as: UTF8.self)
          })
      }
    }
  }
}
