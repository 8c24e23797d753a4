import AWS
import TestSupport

/// The moto server of this process, as a client and as programs reach it.
enum Moto {
  /// The account of credentials that moto does not know.
  static let account = "123456789012"

  /// A client of the account.
  static func client(_ endpoint: String? = nil) async throws -> AWSClient {
    try await AWSClient.moto(endpoint: endpoint, retries: AWSRetryPolicy(maximumAttempts: 2))
  }

  /// Runs a program of boto3 in which `client(name, region)` gives a client; returns what it printed.
  @discardableResult
  static func boto(_ program: String, _ arguments: String...) async throws -> String {
    try await MotoServer.shared().boto(program, arguments: arguments)
  }
}
