import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Storage
import TestSupport
import Testing

/// `nightjar serve` as a process of its own.
final class ServeProcess {
  private let process = Process()
  private let log: String

  /// Starts the server.
  ///
  /// - Parameters:
  ///   - data: The data folder.
  ///   - folder: Where the log goes.
  ///   - configuration: The configuration file; nil for none.
  ///   - listen: The address.
  ///   - environment: More of the environment.
  /// - Throws: When the program is not there or the log cannot be written.
  init(
    data: String, folder: TemporaryFolder, configuration: String? = nil,
    listen: String = "127.0.0.1:0", environment: [String: String] = [:]
  ) throws {
    log = try folder.write("serve-\(UUID().uuidString).log", "")
    process.executableURL = try #require(CommandLineTests.program)
    process.arguments = ["serve", "--data", data, "--listen", listen]
    if let configuration { process.arguments? += ["--config", configuration] }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
    try process.start()
  }

  deinit { kill() }

  /// What the server said so far.
  var text: String {
    (try? SharedData.bytes(URL(filePath: log))).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Where the server listens; nil as long as it does not.
  var address: String? {
    text.firstMatch(of: #/url=(https?:\/\/[0-9.]+:[0-9]+) /#).map { String($0.1) }
  }

  /// The secret in the link that makes the first user.
  var setUpSecret: String? {
    text.firstMatch(of: /set-up\?token=([A-Za-z0-9_-]+)/).map { String($0.1) }
  }

  /// Waits until the server listens.
  func listening() async throws -> String {
    try await until { self.address != nil || !self.process.isRunning }
    return try #require(address, "\(text)")
  }

  /// Ends the server without warning.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Asks the server to end, and waits until it has.
  ///
  /// - Returns: Its exit status.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
