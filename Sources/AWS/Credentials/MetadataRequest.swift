/// Asks services of the machine: short answers, short patience, few tries.
struct MetadataRequest {
  let provider: String
  let surroundings: AWSSurroundings
  var attempts = 3
  var patience = Duration.seconds(2)

  /// - Throws: `notConfigured` when nobody answers, `cancelled`; any answer is returned, of whatever status.
  func send(_ method: String, _ url: String, headers: [HeaderField]) async throws(CredentialsError)
    -> AWSResponse
  {
    let exchange = HTTPExchange(
      method: method, url: url, headers: headers, body: [],
      limits: HTTPExchange.Limits(head: patience, body: patience))
    var failures = 0
    while true {
      var reason: String
      do throws(HTTPExchange.Failure) {
        let response = try await exchange.send(limit: 64 << 10)
        guard response.status >= 500, failures + 1 < attempts else { return response }
        reason = "HTTP status \(response.status)"
      } catch {
        switch error {
        case .cancelled: throw .cancelled
        case .timeout: reason = "no answer"
        case .tooLarge: throw .failed(provider: provider, reason: "the answer is too long")
        case .connection(let message): reason = message
        case .sink(let cause): reason = "\(cause)"
        }
      }
      failures += 1
      guard failures < attempts else { throw .notConfigured(provider: provider, reason: reason) }
      do {
        try await surroundings.sleep(.milliseconds(100 << failures))
      } catch {
        throw .cancelled
      }
    }
  }
}
