import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inputs
import Logging
import NIOCore
import OrderedCollections
import Storage
import TestSupport

@testable import NightjarServer

/// A server with an engine and pages, in a folder of its own, with an administrator who is signed in.
struct TestSite {
  let folder: TemporaryFolder
  let engine: Engine
  let services: ServerServices
  let site: PageSite
  let server: WebServer
  let headers: HTTPFields
  let csrf: String

  init() async throws {
    folder = try TemporaryFolder()
    let configuration = try EngineConfiguration(
      overrides: ["storage.data": folder.url.path, "input.inbox": "false"])
    let updates = AlertBroadcast()
    var options = Engine.Options(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    options.observers = [updates]
    engine = try Engine(configuration: configuration, options: options)
    var serverOptions = ServerOptions(listen: .loopback(port: 0))
    // Tests need no strong hashes.
    serverOptions.passwordWork = .init(rounds: 4, blockSize: 1, parallelism: 1)
    services = ServerServices(
      store: engine.store, options: serverOptions, updates: updates,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    site = try PageSite(services, engine: engine)
    server = try WebServer(services, site: site)
    try await services.access.addUser(
      name: "admin", password: TestServer.password, roles: [.admin], actor: "test")
    let secret = try await services.access.signIn(name: "admin", password: TestServer.password, address: "test")
    headers = [.cookie: "\(services.access.cookie.name)=\(secret)", .accept: "text/html"]
    csrf = SecretText.derived(from: secret, for: "csrf")
  }

  /// Stores records of CloudTrail, and lets the rules look at them.
  func ingest(_ records: [JSONObject]) async throws {
    let text = JSONWriter.text(.object(["Records": .array(records.map { .object($0) })]))
    let bytes = Array(text.utf8)
    let report = try await engine.ingestor.ingest { handler in
      [RecordReader().read(text: bytes, named: "test", handler: handler)]
    }
    guard report.isComplete else { throw ServerError("the records of the test cannot be read") }
  }

  /// Runs requests against the routes, without a network.
  func test(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
    try await server.application().test(.router) { client in try await body(client) }
  }

  /// A page.
  func get(_ path: String, _ client: any TestClientProtocol) async throws -> TestResponse {
    try await client.execute(uri: path, method: .get, headers: headers)
  }

  /// Sends a form.
  func post(
    _ path: String, _ fields: [(String, String)], _ client: any TestClientProtocol
  ) async throws -> TestResponse {
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    let pairs = ([("csrf", csrf)] + fields).map { "\(PageAddress.encoded($0.0))=\(PageAddress.encoded($0.1))" }
    return try await client.execute(
      uri: path, method: .post, headers: headers, body: ByteBuffer(string: pairs.joined(separator: "&")))
  }

  /// A record of somebody who stops the recorder, with an attack in everything that a caller chooses.
  static func record(_ number: Int, attack: String) -> JSONObject {
    [
      "eventVersion": "1.11", "eventTime": "2026-10-14T10:02:11Z", "eventSource": "config.amazonaws.com",
      "eventName": "StopConfigurationRecorder", "awsRegion": "eu-central-1", "sourceIPAddress": "192.0.2.1",
      "userAgent": .string(attack), "eventID": .string("event-\(number)"), "eventType": "AwsApiCall",
      "recipientAccountId": "111122223333", "eventCategory": "Management", "managementEvent": true,
      "readOnly": false,
      "userIdentity": [
        "type": "AssumedRole", "principalId": .string("AROAX:\(attack)"),
        "arn": .string("arn:aws:sts::111122223333:assumed-role/x/\(attack)"), "accountId": "111122223333",
        "sessionContext": [
          "sessionIssuer": [
            "type": "Role", "userName": .string(attack), "arn": "arn:aws:iam::111122223333:role/x",
            "accountId": "111122223333",
          ]
        ],
      ],
      "requestParameters": ["configurationRecorderName": .string(attack)],
      "resources": [["ARN": .string(attack), "type": .string(attack)]],
    ]
  }
}
