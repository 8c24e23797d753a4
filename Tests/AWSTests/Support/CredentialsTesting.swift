import AWS
import TestSupport

/// What tests of credentials have in common.
protocol CredentialsTesting {}

extension CredentialsTesting {
  /// Surroundings with these variables and files, and without pauses.
  func surroundings(
    _ variables: [String: String] = [:], files: [String: String] = [:]
  ) -> AWSSurroundings {
    AWSSurroundings(
      variables: ["AWS_EC2_METADATA_DISABLED": "true"].merging(variables) { $1 }, home: "/home/u",
      readFile: { files[$0].map { Array($0.utf8) } }, sleep: { _ in })
  }

  func client(_ surroundings: AWSSurroundings) async throws -> AWSClient {
    AWSClient(
      region: "us-east-1", credentials: CredentialsChain([]),
      endpoints: AWSEndpoints(all: try await MotoServer.shared().endpoint), surroundings: surroundings)
  }

  func failure(_ provider: some CredentialsProvider) async -> CredentialsError? {
    do throws(CredentialsError) {
      _ = try await provider.credentials()
      return nil
    } catch {
      return error
    }
  }
}
