import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

/// `nightjar serve` with a certificate of the user's.
@Suite struct ServeTLSTests {
  private struct Site {
    let folder: TemporaryFolder
    let server: ServeProcess
    let address: String

    init(listen: String = "127.0.0.1:0") async throws {
      folder = try TemporaryFolder()
      let certificate = try Certificate.shared()
      let configuration = try folder.write(
        "nightjar.toml",
        "[server]\ntls_certificate = \"\(certificate.server)\"\ntls_key = \"\(certificate.server)\"\n")
      server = try ServeProcess(
        data: folder.url.appending(path: "data").path, folder: folder, configuration: configuration,
        listen: listen)
      address = try await server.listening()
    }
  }

  /// Lets a client that trusts the authority of the tests, or only those of the machine, talk to a server.
  private func talk<T: Sendable>(
    trusting: Bool = true, _ change: (inout TLSConfiguration) -> Void = { _ in },
    _ body: (HTTPClient) async throws -> T
  ) async throws -> T {
    var tls = TLSConfiguration.makeClientConfiguration()
    if trusting { tls.trustRoots = .file(try Certificate.shared().authority) }
    change(&tls)
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10), read: .seconds(30)))
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(configuration: configuration)
    do {
      let result = try await body(client)
      try await client.shutdown()
      return result
    } catch {
      try await client.shutdown()
      throw error
    }
  }

  private func get(_ url: String, _ client: HTTPClient, cookie: String? = nil) async throws
    -> HTTPClientResponse
  {
    var request = HTTPClientRequest(url: url)
    if let cookie { request.headers.add(name: "cookie", value: cookie) }
    return try await client.execute(request, timeout: .seconds(30))
  }

  @Test func peopleSignInOverTLS() async throws {
    let site = try await Site()
    #expect(site.address.hasPrefix("https://127.0.0.1:"))
    try await until { site.server.setUpSecret != nil }
    let secret = try #require(site.server.setUpSecret)
    try await talk { client in
      var request = HTTPClientRequest(url: "\(site.address)/set-up")
      request.method = .POST
      request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
      request.headers.add(name: "origin", value: site.address)
      request.body = .bytes(ByteBuffer(string: "token=\(secret)&name=ada&password=a+long+enough+passphrase"))
      let answer = try await client.execute(request, timeout: .seconds(60))
      #expect(answer.status == .seeOther)
      let cookie = try #require(answer.headers.first(name: "set-cookie"))
      let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(parts.first?.hasPrefix("__Host-nightjar=") == true)
      #expect(parts.contains("Secure") && parts.contains("HttpOnly") && parts.contains("Path=/"))
      #expect(answer.headers.first(name: "strict-transport-security") != nil)
      let page = try await get("\(site.address)/alerts", client, cookie: parts[0])
      #expect(page.status == .ok)
      // The name that is used without TLS is no session here.
      let plain = parts[0].replacing("__Host-nightjar", with: "nightjar")
      #expect(try await get("\(site.address)/alerts", client, cookie: plain).status != .ok)
    }
  }

  @Test func whoDoesNotTrustTheCertificateDoesNotConnect() async throws {
    let site = try await Site()
    let health = "\(site.address)/healthz"
    #expect(try await talk { try await get(health, $0).status } == .ok)
    await #expect(throws: (any Error).self) { try await talk(trusting: false) { try await get(health, $0) } }
    await #expect(throws: (any Error).self) {
      try await talk { try await get(health.replacing("https:", with: "http:"), $0) }
    }
    let old: (inout TLSConfiguration) -> Void = { $0.maximumTLSVersion = .tlsv11 }
    await #expect(throws: (any Error).self) {
      try await talk(trusting: true, old) { try await get(health, $0) }
    }
  }

  @Test func otherMachinesAreServedWithTLSOnly() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data").path
    let refused = try CommandLineTests().run(["serve", "--data", data, "--listen", "0.0.0.0:0"])
    #expect(refused.status == 3 && refused.errors.contains("without TLS"), "\(refused.errors)")
    let site = try await Site(listen: "0.0.0.0:0")
    let health = site.address.replacing("0.0.0.0", with: "127.0.0.1") + "/healthz"
    #expect(try await talk { try await get(health, $0).status } == .ok)
  }

  @Test func aKeyThatDoesNotFitIsSaid() throws {
    let folder = try TemporaryFolder()
    let key = try folder.write("key.pem", "no key")
    let configuration = try folder.write(
      "nightjar.toml",
      "[server]\ntls_certificate = \"\(try Certificate.shared().server)\"\ntls_key = \"\(key)\"\n")
    let result = try CommandLineTests().run([
      "serve", "--data", folder.url.appending(path: "data").path, "--config", configuration, "--listen",
      "127.0.0.1:0",
    ])
    #expect(
      result.status != 0 && result.errors.contains("PEM files that belong together"), "\(result.errors)")
  }
}
