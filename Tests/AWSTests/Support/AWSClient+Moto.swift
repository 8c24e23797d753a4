import AWS
import TestSupport

extension AWSClient {
  /// A client of the shared moto server that does not pause between tries.
  static func moto(region: String = "us-east-1") async throws -> AWSClient {
    var surroundings = AWSSurroundings()
    surroundings.sleep = { _ in }
    return AWSClient(
      region: region,
      credentials: StaticCredentials(
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: Secret("secret"))),
      endpoints: AWSEndpoints(all: try await MotoServer.shared().endpoint), surroundings: surroundings)
  }
}
