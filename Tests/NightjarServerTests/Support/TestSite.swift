import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inputs
import NIOCore
import OrderedCollections
import Storage

@testable import NightjarServer

/// A server with the built-in rules and an administrator who is signed in.
final class TestSite: Sendable {
  // The folder is removed with the last reference; nothing else of the host is used from several threads.
  private nonisolated(unsafe) let host: TestServer
  let services: ServerServices
  let headers: HTTPFields
  let csrf: String

  var engine: Engine { host.services.engine }

  init() async throws {
    host = try TestServer(builtinRules: true)
    services = host.services
    try await host.addUser(.admin)
    let session = try await host.session(.admin)
    var headers = session.headers
    headers[.accept] = "text/html"
    self.headers = headers
    csrf = session.csrf
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
    try await host.test(body)
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
    let pairs = ([("csrf", csrf)] + fields).map {
      "\(PageAddress.encoded($0.0))=\(PageAddress.encoded($0.1))"
    }
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
