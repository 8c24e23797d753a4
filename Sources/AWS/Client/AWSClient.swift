import Events

/// Makes signed calls of AWS services and tries again what is worth it.
///
/// A client is a value: `with(region:)` and `with(credentials:)` give others that share connections and what is known
/// about the regions of buckets.
public struct AWSClient: Sendable {
  /// The region that calls go to.
  public var region: String
  /// Where the credentials come from.
  public var credentials: any CredentialsProvider
  /// Where services are reached.
  public var endpoints: AWSEndpoints
  /// How often calls are tried.
  public var retries: AWSRetryPolicy
  /// How long one try may take until the head of the answer has come.
  public var timeout: Duration
  /// How long the body of an answer that is kept in memory may take.
  public var bodyTimeout: Duration
  /// The clock, the pauses and the chance.
  public var surroundings: AWSSurroundings

  private let bucketRegions = BucketRegions()

  /// A client.
  public init(
    region: String, credentials: any CredentialsProvider, endpoints: AWSEndpoints = AWSEndpoints(),
    retries: AWSRetryPolicy = AWSRetryPolicy(), timeout: Duration = .seconds(30),
    bodyTimeout: Duration = .seconds(120), surroundings: AWSSurroundings = .process
  ) {
    self.region = region
    self.credentials = credentials
    self.endpoints = endpoints
    self.retries = retries
    self.timeout = timeout
    self.bodyTimeout = bodyTimeout
    self.surroundings = surroundings
  }

  /// The same client for another region.
  public func with(region: String) -> AWSClient {
    var copy = self
    copy.region = region
    return copy
  }

  /// The same client for another principal.
  public func with(credentials: any CredentialsProvider) -> AWSClient {
    var copy = self
    copy.credentials = credentials
    return copy
  }

  /// Calls an operation.
  public func send<Operation: AWSOperation>(_ operation: Operation) async throws(AWSError) -> Operation.Output
  {
    let response = try await response(to: operation)
    return try decode(operation, response)
  }

  /// Calls an operation and gives the answer as it came, for comparisons of bytes.
  public func response(to operation: some AWSOperation) async throws(AWSError) -> AWSResponse {
    let limit = operation.responseLimit
    return try await attempts(operation) { (exchange) throws(HTTPExchange.Failure) in
      try await exchange.send(limit: limit)
    }
  }

  /// Reads an answer that `response(to:)` gave.
  public func decode<Operation: AWSOperation>(
    _ operation: Operation, _ response: AWSResponse
  ) throws(AWSError) -> Operation.Output {
    do {
      return try operation.output(response)
    } catch {
      throw AWSError(
        kind: .malformedResponse, service: Operation.service.name, operation: operation.operationName,
        code: "MalformedResponse", message: "\(error)", status: response.status,
        requestID: response.requestID)
    }
  }

  // MARK: Tries

  /// Tries an operation until it succeeds or is not worth another try. `transfer` is called once for each try.
  func attempts<Operation: AWSOperation>(
    _ operation: Operation,
    _ transfer: (HTTPExchange) async throws(HTTPExchange.Failure) -> AWSResponse
  ) async throws(AWSError) -> AWSResponse {
    let failure = AWSFailures(service: Operation.service, operation: operation.operationName)
    var failures = 0
    var hasRenewedCredentials = false
    var hasChangedRegion = false
    while true {
      let error: AWSError
      do throws(AWSError) {
        return try await attempt(operation, failure, transfer)
      } catch let caught {
        error = caught
      }
      if error.isExpiredToken, !hasRenewedCredentials {
        hasRenewedCredentials = true
        await credentials.invalidate()
        continue
      }
      if error.code == AWSFailures.otherRegion, !hasChangedRegion {
        hasChangedRegion = true
        continue
      }
      failures += 1
      guard error.isRetryable, failures < retries.maximumAttempts else { throw error }
      let pause = retries.pause(
        failures: failures, retryAfter: error.retryAfter, random: surroundings.random())
      do {
        try await surroundings.sleep(pause)
      } catch {
        throw failure.cancelled
      }
    }
  }

  private func attempt<Operation: AWSOperation>(
    _ operation: Operation, _ failure: AWSFailures,
    _ transfer: (HTTPExchange) async throws(HTTPExchange.Failure) -> AWSResponse
  ) async throws(AWSError) -> AWSResponse {
    let request = operation.request()
    let (exchange, signingRegion) = try await exchange(operation, request, failure)
    let response: AWSResponse
    do throws(HTTPExchange.Failure) {
      response = try await transfer(exchange)
    } catch {
      throw failure.transport(error)
    }
    guard !(200..<300).contains(response.status) else { return response }
    if let bucket = request.bucket, let other = response.headers.first("x-amz-bucket-region"),
      other != signingRegion, AWSPartition.isRegion(other), [301, 307, 400].contains(response.status)
    {
      bucketRegions.note(other, for: bucket)
      throw failure.movedBucket(bucket, other)
    }
    throw AWSErrorReader(service: Operation.service, operation: operation.operationName).error(response)
  }

  /// Signs a request for the endpoint it goes to.
  private func exchange<Operation: AWSOperation>(
    _ operation: Operation, _ request: AWSRequest, _ failure: AWSFailures
  ) async throws(AWSError) -> (HTTPExchange, signingRegion: String) {
    let service = Operation.service
    let region = request.bucket.flatMap { bucketRegions.region(of: $0) } ?? region
    // Regions become parts of host names, and some come from records and answers.
    guard AWSPartition.isRegion(region) else {
      throw failure.configuration("\(region.prefix(100)) is no name of a region")
    }
    let endpoint: AWSEndpoint
    do {
      endpoint = try endpoints.endpoint(service, region: region)
    } catch {
      throw failure.configuration("\(error)")
    }
    let signer = SigV4Signer(service: service.signingName, region: endpoint.signingRegion)
    var signable = endpoint.signable(request)
    signable.headers.append(HeaderField("User-Agent", "nightjar"))
    do {
      if operation.isSigned {
        signer.sign(&signable, credentials: try await credentials.credentials(), at: surroundings.now())
      }
    } catch {
      throw failure.credentials(error)
    }
    // What was signed is what is sent, whatever the HTTP client would make of the URL.
    signable.headers.append(HeaderField("Host", signable.host))
    let exchange = HTTPExchange(
      method: signable.method,
      url: "\(endpoint.isSecure ? "https" : "http")://\(signable.host)\(signable.target)",
      headers: signable.headers, body: signable.body,
      limits: HTTPExchange.Limits(head: timeout, body: bodyTimeout))
    return (exchange, endpoint.signingRegion)
  }
}
