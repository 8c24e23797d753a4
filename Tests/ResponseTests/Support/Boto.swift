import Events
import Foundation
import OrderedCollections
import Synchronization
import TestSupport

/// One Python process with boto3 that runs the programs of all tests, one after the other: starting one for each takes
/// longer than everything else.
final class Boto: Sendable {
  private static let started = Task { try Boto(try await MotoServer.shared()) }

  /// The process, started on first use.
  static func shared() async throws -> Boto { try await started.value }

  private static let program = """
    import boto3, contextlib, functools, io, json, sys, traceback
    from botocore.config import Config

    @functools.lru_cache(maxsize=None)
    def key(account):
        c = boto3.client("sts", region_name="us-east-1")
        return c.assume_role(RoleArn=f"arn:aws:iam::{account}:role/setup", RoleSessionName="setup")["Credentials"]

    @functools.lru_cache(maxsize=64)
    def client(account, region, name):
        k = key(account)
        return boto3.client(name, region_name=region, aws_access_key_id=k["AccessKeyId"],
            aws_secret_access_key=k["SecretAccessKey"], aws_session_token=k["SessionToken"],
            config=Config(retries={"max_attempts": 0}))

    for line in sys.stdin:
        request = json.loads(line)
        output = io.StringIO()
        names = {"account": request["account"], "region": request["region"], "args": request["args"], "json": json,
            "a": functools.partial(client, request["account"], request["region"])}
        answer = {}
        try:
            with contextlib.redirect_stdout(output):
                exec(request["program"], names)
        except Exception:
            answer["error"] = traceback.format_exc()
        answer["output"] = output.getvalue()
        print(json.dumps(answer), flush=True)
    """

  private struct Pipes {
    let input = Pipe()
    let output = Pipe()
    var rest = Data()
  }

  private let pipes: Mutex<Pipes>

  /// Starts a process for a server.
  init(_ server: MotoServer) throws {
    let endpoint = server.endpoint
    let pipes = Pipes()
    let process = Process()
    process.executableURL = URL(filePath: Python.path)
    process.arguments = ["-c", Self.program]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret",
    ]) { $1 }
    process.standardInput = pipes.input
    process.standardOutput = pipes.output
    try process.start()
    self.pipes = Mutex(pipes)
  }

  /// Runs a program in which `a(name)` gives a boto3 client of the account and region, `args` has the arguments, and
  /// returns what it printed.
  ///
  /// - Throws: `BotoError` with the trace.
  func run(
    _ program: String, account: String, region: String, _ arguments: [String]
  ) async throws -> String {
    let request: JSON = [
      "program": .string(program), "account": .string(account), "region": .string(region),
      "args": .array(arguments.map { .string($0) }),
    ]
    let answer = try await OwnThread.run { try self.exchange(request) }
    if let error = answer["error"]?.string { throw BotoError(description: error) }
    return answer["output"]?.string ?? ""
  }

  private func exchange(_ request: JSON) throws -> JSON {
    try pipes.withLock { pipes in
      try pipes.input.fileHandleForWriting.write(contentsOf: Data((JSONWriter.text(request) + "\n").utf8))
      while true {
        if let end = pipes.rest.firstIndex(of: UInt8(ascii: "\n")) {
          let line = Array(pipes.rest[..<end])
          pipes.rest = Data(pipes.rest[pipes.rest.index(after: end)...])
          return try JSONReader.read(line)
        }
        let more = pipes.output.fileHandleForReading.availableData
        guard !more.isEmpty else { throw BotoError(description: "python ended") }
        pipes.rest += more
      }
    }
  }
}

/// A program of boto3 failed.
struct BotoError: Error, CustomStringConvertible {
  let description: String
}
