import AWS
import AsyncHTTPClient
import Events
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// A request to an address of the settings: only to addresses that the guard lets through, without following redirects.
struct GuardedRequest: Sendable {
  let target: HTTPTarget
  let headers: [(name: String, value: String)]
  let body: [UInt8]
  let timeout: Duration
  let surroundings: SinkSurroundings
  /// Secrets, which answers may repeat and errors must not.
  var secrets: [Secret] = []

  /// What the other side said.
  struct Answer: Sendable {
    let status: Int
    /// `Retry-After` in seconds; nil when it is none.
    let wait: Duration?
    /// The beginning of the body.
    let body: [UInt8]
  }

  private static let maximumAnswer = 16 << 10

  /// Posts the body.
  ///
  /// - Throws: When the other side did not take it.
  @discardableResult
  func post() async throws(SinkError) -> Answer {
    let url: URL
    do throws(SettingsError) {
      url = try target.url(surroundings.variables)
    } catch {
      throw .settings(error)
    }
    let host = url.host(percentEncoded: false) ?? ""
    let rules = AddressGuard(level: .publicOnly, allowed: target.allowedNetworks)
    let addresses = try await HostResolver.addresses(of: host, guard: rules)
    // The connection goes to the address that was looked at, whatever the name says a moment later.
    let answer = try await post(url, host: host, address: addresses[0])
    return try judge(answer, host)
  }

  private func post(_ url: URL, host: String, address: String) async throws(SinkError) -> Answer {
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: try configuration(host: host, address: address))
    let result: Result<Answer, SinkError>
    do {
      result = .success(try await exchange(client, url))
    } catch {
      result = .failure(Self.failure(error, host))
    }
    do {
      try await client.shutdown()
    } catch {
      // What was answered holds even where the connection does not end in order.
      return try result.get()
    }
    return try result.get()
  }

  private func exchange(_ client: HTTPClient, _ url: URL) async throws -> Answer {
    var request = HTTPClientRequest(url: url.absoluteString)
    request.method = .POST
    for header in headers { request.headers.add(name: header.name, value: header.value) }
    request.headers.replaceOrAdd(name: "User-Agent", value: "nightjar/\(surroundings.version)")
    request.body = .bytes(ByteBuffer(bytes: body))
    let response = try await client.execute(request, timeout: .nanoseconds(timeout.nanoseconds))
    var received: [UInt8] = []
    for try await piece in response.body {
      received.append(contentsOf: piece.readableBytesView.prefix(Self.maximumAnswer - received.count))
      if received.count >= Self.maximumAnswer { break }
    }
    let wait = response.headers.first(name: "Retry-After").flatMap { Int64($0) }.map {
      Duration.seconds(max(0, min($0, 86_400)))
    }
    return Answer(status: Int(response.status.code), wait: wait, body: received)
  }

  private func configuration(host: String, address: String) throws(SinkError) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let file = target.caFile { tls.trustRoots = .certificates(try Certificates.load(file)) }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(5), read: .nanoseconds(timeout.nanoseconds)),
      decompression: .disabled)
    configuration.httpVersion = .http1Only
    for name in Set([host, host.lowercased()]) { configuration.dnsOverride[name] = address }
    return configuration
  }

  // MARK: Answers

  private func judge(_ answer: Answer, _ host: String) throws(SinkError) -> Answer {
    switch answer.status {
    case 200..<300: return answer
    case 300..<400: throw .permanent("\(host) answered \(answer.status); redirects are not followed")
    case 408, 425, 429, 500...: throw .passing("\(host) answered \(answer.status)", wait: answer.wait)
    default:
      var text = String(decoding: answer.body, as: UTF8.self)
      for secret in secrets { text = text.replacing(secret.reveal(), with: "<redacted>") }
      throw .permanent("\(host) answered \(answer.status): \(HeaderText.cut(text, 200))")
    }
  }

  private static func failure(_ error: any Error, _ host: String) -> SinkError {
    if let known = error as? SinkError { return known }
    let text = (error as? HTTPClientError)?.shortDescription ?? "\(error)"
    return .passing("\(host): \(text)")
  }
}
