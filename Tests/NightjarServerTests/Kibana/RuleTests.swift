import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import OrderedCollections
import Rules
import Storage
import Synchronization
import TestSupport
import Testing

@testable import NightjarServer

@Suite struct RuleTests {
  static let rules = "/api/detection_engine/rules"

  static let body: JSON = [
    "rule_id": "r1", "name": "Recorder stopped", "description": "d", "type": "query", "language": "kuery",
    "query": "event.action: StopConfigurationRecorder", "index": ["logs-aws.cloudtrail-*"], "severity": "high",
    "risk_score": 73, "tags": ["AWS"], "enabled": true, "from": "now-60m", "interval": "10m",
  ]

  private func headers(_ server: TestServer, _ role: Role = .analyst) async throws -> HTTPFields {
    var headers = try await server.key(role)
    headers[.kbnXSRF] = "true"
    headers[.elasticAPIVersion] = "2023-10-31"
    return headers
  }

  private static func multipart(_ content: String) -> (body: String, type: String) {
    let lines = [
      "--frontier", #"Content-Disposition: form-data; name="file"; filename="import.ndjson""#,
      "Content-Type: application/octet-stream", "", content, "--frontier--", "",
    ]
    return (lines.joined(separator: "\r\n"), "multipart/form-data; boundary=frontier")
  }

  @Test func rulesAreMadeChangedAndRemoved() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    try await server.test { client async throws in
      let made = try await client.send(.post, Self.rules, headers: headers, json: Self.body)
      #expect(made.status == .ok)
      let id = try #require(try made.json["id"]?.string)
      #expect(try made.json["enabled"] == true)
      #expect(try made.json["max_signals"] == 100)
      #expect(try made.json["to"] == "now")
      let again = try await client.send(.post, Self.rules, headers: headers, json: Self.body)
      #expect(again.status == .conflict)
      #expect(try again.json == ["statusCode": 409, "error": "Conflict", "message": #"rule_id: "r1" already exists"#])
      let read = try await client.send(.get, "\(Self.rules)?id=\(id)", headers: headers)
      #expect(try read.json["rule_id"] == "r1")
      let patched = try await client.send(
        .patch, Self.rules, headers: headers, json: ["rule_id": "r1", "severity": "low", "enabled": false])
      #expect(try patched.json["severity"] == "low")
      #expect(try patched.json["enabled"] == false)
      #expect(try patched.json["tags"] == ["AWS"])
      #expect(try patched.json["revision"] == 1)
      var body = try #require(Self.body.object)
      body["tags"] = nil
      let put = try await client.send(.put, Self.rules, headers: headers, json: .object(body))
      #expect(try put.json["tags"] == [])
      #expect(try put.json["id"]?.string == id)
      let removed = try await client.send(.delete, "\(Self.rules)?rule_id=r1", headers: headers)
      #expect(removed.status == .ok)
      #expect(try await client.send(.get, "\(Self.rules)?rule_id=r1", headers: headers).status == .notFound)
    }
    let actions = try server.store.read { try $0.auditEntries() }.map(\.action)
    #expect(actions.contains("rule.created") && actions.contains("rule.removed"))
  }

  @Test func wrongRulesAreRefusedWithAReason() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    let changes: [(String, JSON, String)] = [
      ("severity", "grave", "severity"), ("colour", "red", "colour"), ("risk_score", 101, "risk_score"), ("type", "x", "type"),
    ]
    try await server.test { client async throws in
      for (key, value, word) in changes {
        var body = try #require(Self.body.object)
        body[key] = value
        let response = try await client.send(.post, Self.rules, headers: headers, json: .object(body))
        #expect(response.status == .badRequest)
        #expect(try response.json["message"]?.string?.contains(word) == true)
      }
    }
  }

  @Test func writesNeedTheHeaderAndThePermission() async throws {
    let server = try TestServer()
    let bare = try await server.key(.analyst)
    let viewer = try await headers(server, .viewer)
    try await server.test { client async throws in
      let response = try await client.send(.post, Self.rules, headers: bare, json: Self.body)
      #expect(response.status == .badRequest)
      #expect(try response.json["message"] == "Request must contain a kbn-xsrf header.")
      #expect(try await client.send(.post, Self.rules, headers: viewer, json: Self.body).status == .forbidden)
      #expect(try await client.send(.get, "\(Self.rules)/_find").status == .unauthorized)
    }
  }

  @Test func rulesAreFound() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    try await server.test { client async throws in
      for number in 0..<5 {
        var body = try #require(Self.body.object)
        body["rule_id"] = .string("r\(number)")
        body["name"] = .string("Rule number \(number)")
        body["tags"] = number < 2 ? ["A"] : ["B"]
        body["enabled"] = .bool(number % 2 == 0)
        _ = try await client.send(.post, Self.rules, headers: headers, json: .object(body))
      }
      func find(_ query: String) async throws -> [String] {
        let response = try await client.send(.get, "\(Self.rules)/_find?\(query)", headers: headers)
        return try response.json["data"]?.array?.compactMap { $0["rule_id"]?.string } ?? []
      }
      #expect(try await find("sort_field=name&sort_order=desc&per_page=2") == ["r4", "r3"])
      #expect(try await find("sort_field=name&per_page=2&page=2") == ["r2", "r3"])
      #expect(try await find("filter=alert.attributes.tags:%22A%22&sort_field=name") == ["r0", "r1"])
      #expect(try await find("filter=alert.attributes.enabled:true&sort_field=name") == ["r0", "r2", "r4"])
      #expect(try await find("filter=alert.attributes.name:%20number&sort_field=name").count == 5)
      #expect(try await find("filter=alert.attributes.params.ruleId:%20r3") == ["r3"])
      let wrong = try await client.send(.get, "\(Self.rules)/_find?filter=((", headers: headers)
      #expect(wrong.status == .badRequest)
      let spaced = try await client.send(.get, "/s/default\(Self.rules)/_find", headers: headers)
      #expect(try spaced.json["total"] == 5)
      let tags = try await client.send(.get, "/api/detection_engine/tags", headers: headers)
      #expect(try tags.json == ["A", "B"])
    }
  }

  @Test func bulkActionsChangeManyRules() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    try await server.test { client async throws in
      let id = try #require(
        try await client.send(.post, Self.rules, headers: headers, json: Self.body).json["id"])
      func act(_ body: JSON, _ query: String = "") async throws -> JSON {
        try await client.send(.post, "\(Self.rules)/_bulk_action\(query)", headers: headers, json: body).json
      }
      func rule() async throws -> JSON {
        try await client.send(.get, "\(Self.rules)?rule_id=r1", headers: headers).json
      }
      _ = try await act(["action": "disable", "ids": [id]])
      #expect(try await rule()["enabled"] == false)
      let dry = try await act(["action": "enable", "ids": [id]], "?dry_run=true")
      #expect(dry["attributes"]?["summary"]?["succeeded"] == 1)
      #expect(try await rule()["enabled"] == false)
      let edits: JSON = [
        ["type": "add_tags", "value": ["X", "AWS"]], ["type": "set_index_patterns", "value": ["a-*"]],
        ["type": "set_schedule", "value": ["interval": "1h", "lookback": "5m"]],
      ]
      let edited = try await act(["action": "edit", "query": "alert.attributes.tags: AWS", "edit": edits])
      #expect(edited["attributes"]?["summary"]?["succeeded"] == 1)
      let after = try await rule()
      #expect(after["tags"] == ["AWS", "X"])
      #expect(after["index"] == ["a-*"])
      #expect(after["interval"] == "1h")
      #expect(after["from"] == "now-3900s")
      let same = try await act(["action": "edit", "ids": [id], "edit": [["type": "add_tags", "value": ["X"]]]])
      #expect(same["attributes"]?["summary"]?["skipped"] == 1)
      let copied = try await act(["action": "duplicate", "ids": [id]])
      #expect(copied["attributes"]?["results"]?["created"]?.array?.first?["name"] == "Recorder stopped [Duplicate]")
      let partly = try await act(["action": "delete", "ids": [id, "nobody"]])
      #expect(partly["statusCode"] == 500)
      #expect(partly["attributes"]?["summary"] == ["failed": 1, "skipped": 0, "succeeded": 1, "total": 2])
      #expect(try await rule()["statusCode"] == 404)
    }
  }

  @Test func exportsComeBackWithoutLoss() async throws {
    let first = try TestServer()
    let second = try TestServer()
    let (headers, others) = (try await headers(first), try await headers(second))
    let (text, type) = Self.multipart(Self.export)
    let exported = try await Self.round(first, headers, text, type)
    let (again, _) = Self.multipart(exported)
    let twice = try await Self.round(second, others, again, type)
    #expect(exported == twice)
    let lines = try exported.split(separator: "\n").map { try JSONReader.read(String($0)) }
    #expect(lines.last?["exported_rules_count"] == 1)
    #expect(lines.last?["exported_exception_list_item_count"] == 1)
    let given = try Self.export.split(separator: "\n").map { try JSONReader.read(String($0)) }
    for (before, after) in zip(given, lines.dropLast()) {
      for (key, value) in before.object ?? [:] { #expect(after[key] == value, "\(key)") }
    }
  }

  @Test func kibanasOwnExportComesBackWithoutLoss() async throws {
    guard let file = SharedData.folder?.appending(path: "kibana-export-sample.ndjson") else {
      print("skipped: no ../shared/data")
      return
    }
    let bytes = try SharedData.bytes(file)
    let server = try TestServer()
    let headers = try await headers(server)
    let source = String(decoding: bytes, as: UTF8.self)
    let (text, type) = Self.multipart(source)
    let exported = try await Self.round(server, headers, text, type)
    let after = try exported.split(separator: "\n").map { try JSONReader.read(String($0)) }
    for line in try source.split(separator: "\n").map({ try JSONReader.read(String($0)) }) {
      guard let id = line["rule_id"]?.string, line["type"]?.string != nil else { continue }
      let found = try #require(after.first { $0["rule_id"]?.string == id })
      for (key, value) in line.object ?? [:] where key != "execution_summary" {
        #expect(found[key]?.isEqualIgnoringOrder(value) ?? false, "\(id) \(key)")
      }
    }
  }

  private static func round(
    _ server: TestServer, _ headers: HTTPFields, _ text: String, _ type: String
  ) async throws -> String {
    let box = TextBox()
    try await server.test { client async throws in
      let answer = try await client.send(
        .post, "\(rules)/_import?overwrite=false", headers: headers, text: text, type: type)
      #expect(answer.status == .ok)
      #expect(try answer.json["errors"] == [])
      #expect(try answer.json["success"] == true)
      box.text = try await client.send(.post, "\(rules)/_export", headers: headers).text
    }
    return box.text
  }

  @Test func whatIsThereAlreadyIsNotOverwritten() async throws {
    let server = try TestServer()
    let headers = try await headers(server)
    let (text, type) = Self.multipart(Self.export)
    try await server.test { client async throws in
      for expected in [true, false] {
        let answer = try await client.send(.post, "\(Self.rules)/_import", headers: headers, text: text, type: type)
        #expect(try answer.json["success"]?.bool == expected)
      }
      let again = try await client.send(
        .post, "\(Self.rules)/_import?overwrite=true&overwrite_exceptions=true", headers: headers, text: text, type: type)
      #expect(try again.json["success"] == true)
      #expect(try again.json["exceptions_success_count"] == 2)
    }
  }

  static let export = """
    {"id":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","rule_id":"x1","name":"Keys","description":"d","type":"threshold","query":"event.action: CreateAccessKey","language":"kuery","threshold":{"field":["user.name"],"value":3},"severity":"medium","risk_score":47,"created_at":"2026-01-02T03:04:05.000Z","created_by":"ada","updated_at":"2026-02-02T03:04:05.000Z","updated_by":"bob","version":7,"revision":3,"enabled":true,"interval":"5m","from":"now-6m","to":"now","exceptions_list":[{"id":"l","list_id":"list-1","type":"detection","namespace_type":"single"}],"meta":{"from":"1m"},"note":"## Triage","timeline_id":"t","investigation_fields":{"field_names":["user.name"]}}
    {"id":"l","list_id":"list-1","type":"detection","name":"Known","description":"d","namespace_type":"single","os_types":[],"tags":[],"immutable":false,"version":1,"tie_breaker_id":"t","_version":"WzE=","created_at":"2026-01-02T03:04:05.000Z","created_by":"ada","updated_at":"2026-01-02T03:04:05.000Z","updated_by":"ada"}
    {"id":"i","item_id":"item-1","list_id":"list-1","type":"simple","name":"Ada","description":"d","entries":[{"field":"user.name","operator":"included","type":"match","value":"ada"}],"comments":[],"os_types":[],"tags":[],"namespace_type":"single"}

    """
}

/// Carries a text out of a closure.
private final class TextBox: Sendable {
  private let content = Mutex("")

  var text: String {
    get { content.withLock { $0 } }
    set { content.withLock { $0 = newValue } }
  }
}
