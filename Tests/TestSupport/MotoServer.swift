import Foundation

/// A moto server: a process that answers as AWS does, for the services that Nightjar uses.
///
/// All tests of a process share one. Tests keep apart by names of their own, and by a region of their own where a service
/// has one thing for each region.
public final class MotoServer: Sendable {
  /// Where the server is reached, such as `http://127.0.0.1:40123`.
  public let endpoint: String

  /// The server of this process, started on first use.
  ///
  /// - Throws: `Python.Failure` when Python or moto is missing. Tests fail then: without it they would show nothing.
  public static func shared() async throws -> MotoServer { try await started.value }

  /// A server for tests that do not wait asynchronously, started on first use.
  ///
  /// - Throws: `Python.Failure` when Python or moto is missing.
  public static func blocking() throws -> MotoServer { try startedBlocking.get() }

  private static let startedBlocking = Result { try MotoServer() }

  private static let started = Task { try await OwnThread.run { try MotoServer() } }

  private static let program = """
    \(Python.endsWithTests)
    from moto.server import main
    main(["-H", "127.0.0.1", "-p", "0"])
    """

  private let input = Pipe()
  private let folder: String

  /// A server of its own that can be told to enforce IAM policies: after a POST of `0` to `/moto-api/reset-auth`, it checks
  /// signatures and permissions of every call.
  ///
  /// - Throws: `Python.Failure` when Python or moto is missing.
  public static func enforcing() async throws -> MotoServer {
    try await OwnThread.run { try MotoServer(["INITIAL_NO_AUTH_ACTION_COUNT": "1000000"]) }
  }

  private init(_ environment: [String: String] = [:]) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "nightjar-moto-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
    let log = url.appending(path: "log")
    try Data().write(to: log)
    let process = Python.process(
      Self.program, [folder],
      ["MOTO_IAM_LOAD_MANAGED_POLICIES": "false", "PYTHONUNBUFFERED": "1"].merging(environment) { $1 })
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: log)
    try process.start()
    let deadline = Date.now + 60
    while true {
      let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
      if let line = text.firstMatch(of: /Running on (http:\/\/127\.0\.0\.1:[0-9]+)/) {
        endpoint = String(line.1)
        return
      }
      guard process.isRunning, Date.now < deadline else {
        throw Python.Failure(
          description: """
            no moto server; run scripts/python-peers.sh, or set NIGHTJAR_PYTHON to a Python that has moto[server]
            \(Python.path): \(text)
            """)
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// Runs a Python program in which `client(name, region)` gives a boto3 client of this server, and returns what it
  /// printed.
  public func boto(_ program: String, arguments: [String] = []) async throws -> String {
    let preamble = """
      import boto3, json, sys
      from botocore.config import Config
      def client(name, region="us-east-1"):
          return boto3.client(name, region_name=region, config=Config(retries={"max_attempts": 0}))

      """
    let environment = [
      "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret",
    ]
    return try await OwnThread.run {
      try Python.run(preamble + program, arguments: arguments, environment: environment)
    }
  }
}
