import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One request and its answer over HTTP, with limits on time and size. Redirects are not followed: a signature holds for
/// one host only.
struct HTTPExchange: Sendable {
  /// What went wrong below the level of services.
  enum Failure: Error {
    case connection(String)
    case timeout
    case tooLarge(limit: Int)
    case sink(any Error)
    case cancelled
  }

  /// Time limits.
  struct Limits: Sendable {
    /// Until the head of the answer has come.
    var head: Duration
    /// Between two pieces of the body, and for the whole of a body that is kept in memory.
    var body: Duration
  }

  let method: String
  let url: String
  let headers: [HeaderField]
  let body: [UInt8]
  let limits: Limits

  /// The client of the process: it is never shut down, since connections end with the process.
  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton, configuration: configuration)

  private static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10), read: .seconds(60)), decompression: .disabled)
    configuration.httpVersion = .http1Only
    // Tries are counted in one place, with pauses that can be seen.
    configuration.connectionPool.retryConnectionEstablishment = false
    // Waiting for a free connection counts as connecting: requests must not wait behind long downloads.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
    return configuration
  }

  /// Sends the request and reads the body into memory.
  func send(limit: Int) async throws(Failure) -> AWSResponse {
    var collected: [UInt8] = []
    let head = try await send { status, bytes in
      guard collected.count + bytes.readableBytes <= limit else { throw Failure.tooLarge(limit: limit) }
      collected.append(contentsOf: bytes.readableBytesView)
    }
    return AWSResponse(status: head.status, headers: head.headers, body: collected)
  }

  /// Sends the request and hands over the body piece by piece with the status of the answer.
  func send(
    _ receive: (_ status: Int, _ bytes: ByteBuffer) async throws -> Void
  ) async throws(Failure) -> (status: Int, headers: [HeaderField]) {
    do {
      let response = try await Self.client.execute(prepared(), timeout: .init(limits.head))
      let status = Int(response.status.code)
      // An answer that trickles in for ever ends here; each piece has its own limit in the client.
      let end = ContinuousClock.now + limits.body
      for try await piece in response.body {
        guard ContinuousClock.now < end else { throw Failure.timeout }
        do {
          try await receive(status, piece)
        } catch let failure as Failure {
          throw failure
        } catch {
          throw Failure.sink(error)
        }
      }
      return (status, response.headers.map { HeaderField($0.name, $0.value) })
    } catch {
      throw Self.failure(error)
    }
  }

  private func prepared() -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.method = HTTPMethod(rawValue: method)
    for header in headers { request.headers.add(name: header.name, value: header.value) }
    if !body.isEmpty || method == "POST" || method == "PUT" { request.body = .bytes(ByteBuffer(bytes: body)) }
    return request
  }

  private static func failure(_ error: any Error) -> Failure {
    if let failure = error as? Failure { return failure }
    if Task.isCancelled || error is CancellationError { return .cancelled }
    guard let known = error as? HTTPClientError else { return .connection("\(error)") }
    let timeouts: [HTTPClientError] = [
      .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .tlsHandshakeTimeout,
      .getConnectionFromPoolTimeout,
    ]
    if timeouts.contains(known) { return .timeout }
    return known == .cancelled ? .cancelled : .connection(known.shortDescription)
  }
}

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
