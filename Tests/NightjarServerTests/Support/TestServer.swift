import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import OrderedCollections
import Storage
import TestSupport

@testable import NightjarServer

/// A server over a store in a folder of its own, with a clock, and users of every role.
final class TestServer {
  static let password = "correct horse battery"

  let folder: TemporaryFolder
  let clock: TestClock
  let log: LogRecorder
  let services: ServerServices
  private let made: Result<WebServer, ServerError>

  /// The server.
  var server: WebServer {
    get throws { try made.get() }
  }

  /// Whether the server would listen.
  var canListen: Bool { (try? made.get()) != nil }

  init(
    clock: TestClock = TestClock(), maximumPages: Int? = nil, builtinRules: Bool = false,
    options: ServerOptions = ServerOptions(), change: (inout ServerOptions) -> Void = { _ in },
    prepare: (inout ServerServices) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    self.clock = clock
    log = LogRecorder()
    var options = options
    options.listen = .loopback(port: 0)
    // Tests need no strong hashes.
    options.passwordWork = .init(rounds: 4, blockSize: 1, parallelism: 1)
    change(&options)
    var engineOptions = Engine.Options(log: log.logger)
    engineOptions.clock = EngineClock(now: { clock.now }, sleep: { _ in await Task.yield() })
    let engine = try Engine(
      configuration: EngineConfiguration(overrides: [
        "storage.data": folder.url.appending(path: "data").path,
        "rules.builtin": builtinRules ? "true" : "false",
      ]), options: engineOptions)
    // A store that is soon full stands beside the engine's.
    let smallFolder = folder.url.appending(path: "small")
    let small = try maximumPages.map { pages in
      try Store(
        folder: smallFolder,
        options: Store.Options(now: { clock.now }, busyTimeout: 20, maximumPages: pages))
    }
    var services = ServerServices(
      engine: engine, sink: small.map { StoreSink(store: $0) }, options: options, now: { clock.now },
      logger: log.logger)
    prepare(&services)
    self.services = services
    let ready = services
    made = Result { () throws(ServerError) in try WebServer(ready) }
  }

  var store: Store { services.store }

  /// Adds a user whose name is the role's.
  func addUser(_ role: Role) async throws {
    try await services.access.addUser(
      name: role.rawValue, password: Self.password, roles: [role], actor: "test")
  }

  /// Makes a key with a role.
  ///
  /// - Returns: The header that sends it.
  func key(_ role: Role, expires: Timestamp? = nil) async throws -> HTTPFields {
    let (key, secret) = try await services.access.addKey(
      name: "test \(role.rawValue)", roles: [role], expires: expires, owner: "test", actor: "test")
    return [.authorization: "ApiKey \(Data("\(key.id):\(secret)".utf8).base64EncodedString())"]
  }

  /// Signs in as the user with a role.
  ///
  /// - Returns: The header with the cookie, and the session's token against forgery.
  func session(_ role: Role) async throws -> (headers: HTTPFields, csrf: String) {
    let secret = try await services.access.signIn(
      name: role.rawValue, password: Self.password, address: "test")
    let cookie = "\(services.access.cookie.name)=\(secret)"
    return ([.cookie: cookie], SecretText.derived(from: secret, for: "csrf"))
  }

  /// Runs requests against the routes, without a network.
  func test(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
    try await server.application().test(.router) { client in try await body(client) }
  }
}

extension TestClientProtocol {
  /// Sends a request of JSON.
  func send(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], json: JSON? = nil
  ) async throws -> TestResponse {
    var headers = headers
    if json != nil { headers[.contentType] = "application/json" }
    return try await execute(
      uri: path, method: method, headers: headers, body: json.map { ByteBuffer(string: JSONWriter.text($0)) })
  }

  /// Sends text.
  func send(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], text: String,
    type: String = "application/x-ndjson"
  ) async throws -> TestResponse {
    var headers = headers
    headers[.contentType] = type
    return try await execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: text))
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }

  var json: JSON {
    get throws { try JSONReader.read(text) }
  }
}
