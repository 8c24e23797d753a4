import AWS
import TestSupport

/// The moto server of this process, as a client and as programs reach it.
enum Moto {
  /// The account of credentials that moto does not know.
  static let account = "123456789012"

  /// A client of the account.
  static func client(_ endpoint: String? = nil) async throws -> AWSClient {
    let own = try await MotoServer.shared().endpoint
    var surroundings = AWSSurroundings()
    surroundings.sleep = { _ in }
    return AWSClient(
      region: "us-east-1",
      credentials: StaticCredentials(
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: Secret("secret"))),
      endpoints: AWSEndpoints(all: endpoint ?? own), retries: AWSRetryPolicy(maximumAttempts: 2),
      surroundings: surroundings)
  }

  /// Runs a program of boto3 in which `client(name, region)` gives a client; returns what it printed.
  @discardableResult
  static func boto(_ program: String, _ arguments: String...) async throws -> String {
    try await MotoServer.shared().boto(program, arguments: arguments)
  }
}
