import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import OrderedCollections
import Storage
import Testing

@testable import NightjarServer

@Suite struct BulkTests {
  private static let record =
    #"{"eventVersion":"1.08","eventTime":"2026-10-14T11:00:00Z","eventSource":"config.amazonaws.com","eventName":"StopConfigurationRecorder","awsRegion":"eu-central-1","eventID":"e1","recipientAccountId":"111122223333"}"#

  private func bulk(_ lines: String...) -> String { lines.joined(separator: "\n") + "\n" }

  private func statuses(_ response: TestResponse) throws -> [Int] {
    try response.json["items"]?.array?.compactMap { $0.object?.values.first?["status"]?.integer } ?? []
  }

  private func documents(_ server: TestServer) throws -> [(index: String, id: String, kind: EventKind)] {
    var found: [(String, String, EventKind)] = []
    try server.store.read { reader in
      try reader.events(EventSelection()) { event in
        found.append((event.index, event.id, event.kind))
        return true
      }
    }
    return found
  }

  @Test func eachItemHasItsAnswer() async throws {
    let server = try TestServer()
    let headers = try await server.key(.shipper)
    let first = bulk(
      #"{"create":{"_index":"logs-app-default","_id":"1"}}"#,
      #"{"@timestamp":"2026-10-14T11:00:00Z","message":"a"}"#,
      #"{"index":{"_index":"logs-app-default","_id":"2"}}"#,
      #"{"@timestamp":"2026-10-14T11:00:00Z","message":"b"}"#,
      #"{"index":{"_index":"logs-app-default"}}"#, #"{"@timestamp":"2026-10-14T11:00:01Z"}"#,
      #"{"create":{"_index":"logs-app-default","_id":"1"}}"#,
      #"{"message":"again","@timestamp":"2026-10-14T11:00:00Z"}"#,
      #"{"index":{"_index":"logs-app-default","_id":"2"}}"#,
      #"{"@timestamp":"2026-10-14T11:00:00Z","message":"c"}"#,
      #"{"update":{"_index":"logs-app-default","_id":"2"}}"#, #"{"doc":{}}"#,
      #"{"delete":{"_index":"logs-app-default","_id":"2"}}"#,
      #"{"index":{"_index":"logs-app-default"}}"#, #"{"broken":"#,
      #"{"index":{"_index":"Upper"}}"#, #"{}"#,
      #"{"index":{"_index":".alerts-security.alerts-default"}}"#, #"{}"#)
    try await server.test { client async throws in
      let response = try await client.send(.post, "/_bulk", headers: headers, text: first)
      #expect(response.status == .ok)
      #expect(try statuses(response) == [201, 201, 201, 409, 200, 400, 400, 400, 400, 400])
      #expect(try response.json["errors"] == true)
      let items = try response.json["items"]?.array
      #expect(items?[3]["create"]?["error"]?["type"] == "version_conflict_engine_exception")
      #expect(items?[4]["index"]?["result"] == "updated")
      #expect(items?[2]["index"]?["_id"]?.string?.utf8.count == 64)
      #expect(response.headers[.elasticProduct] == "Elasticsearch")
    }
    #expect(try documents(server).count == 3)
  }

  @Test func recordsAreRecognisedHoweverTheyAreSent() async throws {
    let server = try TestServer()
    let headers = try await server.key(.shipper)
    let text = JSONWriter.text(.string(Self.record))
    let forms = [
      Self.record,
      #"{"@timestamp":"2026-10-14T11:05:00Z","message":\#(text),"event":{"dataset":"aws.cloudtrail"}}"#,
      #"{"@timestamp":"2026-10-14T11:05:00Z","event":{"original":\#(text)}}"#,
      #"{"@timestamp":"2026-10-14T11:05:00Z","event.original":\#(text)}"#, #"{"Records":[\#(Self.record)]}"#,
    ]
    let body = forms.map { #"{"index":{}}"# + "\n" + $0 + "\n" }.joined()
    try await server.test { client async throws in
      let response = try await client.send(.post, "/filebeat-9.1.0/_bulk", headers: headers, text: body)
      #expect(try statuses(response) == [201, 200, 200, 200, 200])
      #expect(try response.json["items"]?.array?.first?["index"]?["_index"] == "filebeat-9.1.0")
    }
    let stored = try documents(server)
    #expect(stored.map(\.id) == ["111122223333/e1"])
    #expect(stored.map(\.index) == [EventDrafts.cloudTrailIndex])
    #expect(stored.map(\.kind) == [.cloudTrailRecord])
  }

  @Test func mappedDocumentsAndOtherMessagesStayDocuments() async throws {
    let server = try TestServer()
    let headers = try await server.key(.shipper)
    let text = JSONWriter.text(.string(Self.record))
    let body = bulk(
      #"{"create":{"_index":"logs-aws.cloudtrail-default","_id":"a"}}"#,
      #"{"@timestamp":"2026-10-14T11:05:00Z","event":{"action":"X","original":\#(text)}}"#,
      #"{"create":{"_index":"logs-app-default","_id":"b"}}"#,
      #"{"@timestamp":"2026-10-14T11:05:00Z","message":"{\"level\":\"info\"}"}"#,
      #"{"create":{"_index":"logs-app-default","_id":"c"}}"#, #"{"message":"plain"}"#)
    try await server.test { client async throws in
      let response = try await client.send(.post, "/_bulk", headers: headers, text: body)
      #expect(try statuses(response) == [201, 201, 201])
    }
    #expect(try documents(server).map(\.kind) == [.document, .document, .document])
  }

  @Test func whatIsNoBulkRequestIsRefusedAsAWhole() async throws {
    let server = try TestServer()
    let headers = try await server.key(.shipper)
    let bodies = [
      "", "\n", "{}\n{}\n", "[]\n", #"{"index":{}}"# + "\n{}\n", #"{"index":{"_index":"a"}}"# + "\n",
      #"{"index":{"_index":"a","colour":1}}"# + "\n{}\n",
      bulk(#"{"index":{"_index":"a"}}"#, "{}", "nonsense", "{}"),
    ]
    try await server.test { client async throws in
      for body in bodies {
        let response = try await client.send(.post, "/_bulk", headers: headers, text: body)
        #expect(response.status == .badRequest, "\(body)")
        #expect(try response.json["error"]?["reason"]?.string != nil)
      }
    }
    #expect(try documents(server).isEmpty)
  }

  @Test func onlyThoseWhoMaySendSend() async throws {
    let server = try TestServer()
    let body = bulk(#"{"index":{"_index":"a"}}"#, "{}")
    let viewer = try await server.key(.viewer)
    try await server.test { client async throws in
      #expect(try await client.send(.post, "/_bulk", text: body).status == .unauthorized)
      let refused = try await client.send(.post, "/_bulk", headers: viewer, text: body)
      #expect(refused.status == .forbidden)
      #expect(try refused.json["error"]?["type"] == "security_exception")
    }
  }

  @Test func aFullStoreAcknowledgesNothing() async throws {
    let server = try TestServer(maximumPages: 120)
    let headers = try await server.key(.shipper)
    let noise = (0..<30_000).map { "\($0 &* 2_654_435_761 % 1_000_003)" }.joined(separator: ",")
    let body = bulk(
      #"{"index":{"_index":"a","_id":"1"}}"#, #"{"small":1}"#, #"{"index":{"_index":"a"}}"#,
      "{\"a\":[\(noise)]}")
    try await server.test { client async throws in
      var response = try await client.send(.post, "/_bulk", headers: headers, text: body)
      for number in 0..<20 where response.status == .ok {
        let more = body.replacing(#""_id":"1""#, with: #""_id":"x\#(number)""#).replacing(
          "[0,", with: "[\(number),")
        response = try await client.send(.post, "/_bulk", headers: headers, text: more)
      }
      #expect(response.status == .tooManyRequests)
      #expect(try response.json["error"]?["type"] == "cluster_block_exception")
      #expect(response.headers[.retryAfter] != nil)
    }
  }

  @Test func shippersPrepareAndAreAnswered() async throws {
    let server = try TestServer()
    let headers = try await server.key(.shipper)
    try await server.test { client async throws in
      let root = try await client.send(.get, "/", headers: headers)
      #expect(try root.json["version"]?["number"] == .string(ServerServices.elasticsearchVersion))
      #expect(root.headers[.elasticProduct] == "Elasticsearch")
      #expect(try await client.send(.head, "/", headers: headers).status == .ok)
      #expect(
        try await client.send(.get, "/_license", headers: headers).json["license"]?["status"] == "active")
      #expect(
        try await client.send(.head, "/_index_template/filebeat-9.1.0", headers: headers).status == .notFound)
      let put = try await client.send(
        .put, "/_index_template/filebeat-9.1.0", headers: headers, json: ["index_patterns": []])
      #expect(try put.json == ["acknowledged": true])
      #expect(try await client.send(.get, "/_cat/health", headers: headers).text.contains("nightjar green"))
    }
  }

  @Test(arguments: [
    ("errors,items.*.status", #"{"errors":false,"items":[{"create":{"status":201}}]}"#),
    ("**.status", #"{"items":[{"create":{"status":201}}]}"#), ("-items", #"{"took":1,"errors":false}"#),
    ("items.cr*.st*", #"{"items":[{"create":{"status":201}}]}"#), ("nothing", "{}"),
    ("-items.*.status,-took", #"{"errors":false,"items":[{"create":{"_id":"1"}}]}"#),
  ]) func answersAreFiltered(path: String, expected: String) throws {
    let value = try JSONReader.read(
      #"{"took":1,"errors":false,"items":[{"create":{"_id":"1","status":201}}]}"#)
    #expect(JSONWriter.text(FilterPath(path).apply(value)) == expected)
  }
}
