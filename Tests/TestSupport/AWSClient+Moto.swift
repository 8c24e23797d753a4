public import AWS

extension AWSClient {
  /// A client of the shared moto server, in an account that moto takes for its own, that does not pause between tries.
  ///
  /// - Parameters:
  ///   - region: The region.
  ///   - endpoint: Where moto is reached; nil for the server itself.
  ///   - retries: How often it tries.
  /// - Returns: The client.
  /// - Throws: When no server can be started.
  public static func moto(
    region: String = "us-east-1", endpoint: String? = nil, retries: AWSRetryPolicy = AWSRetryPolicy()
  ) async throws -> AWSClient {
    let own = try await MotoServer.shared().endpoint
    return moto(at: endpoint ?? own, region: region, retries: retries)
  }

  /// A client of whatever answers at an address, with the same credentials and as little patience.
  public static func moto(
    at endpoint: String, region: String = "us-east-1", retries: AWSRetryPolicy = AWSRetryPolicy()
  ) -> AWSClient {
    var surroundings = AWSSurroundings()
    surroundings.sleep = { _ in }
    return AWSClient(
      region: region,
      credentials: StaticCredentials(
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: Secret("secret"))),
      endpoints: AWSEndpoints(all: endpoint), retries: retries, surroundings: surroundings)
  }
}
