import Events
import HTTPTypes
import HummingbirdTesting
import OrderedCollections
import Storage
import Testing

@testable import NightjarServer

@Suite struct AlertAPITests {
  /// A server on which a rule raised two alerts when events arrived.
  private func server() async throws -> (TestServer, HTTPFields) {
    let server = try TestServer()
    var analyst = try await server.key(.analyst)
    analyst[.kbnXSRF] = "true"
    let shipper = try await server.key(.shipper)
    let (headers, events) = (analyst, Self.events)
    try await server.test { client async throws in
      let rule = try await client.send(.post, RuleTests.rules, headers: headers, json: RuleTests.body)
      #expect(rule.status == .ok)
      let sent = try await client.send(.post, "/logs-aws.cloudtrail-default/_bulk", headers: shipper, text: events)
      #expect(try sent.json["errors"] == false)
    }
    return (server, headers)
  }

  private static let events = ["ada", "=cmd|'/C calc'!A0"].enumerated().map { number, user in
    #"{"create":{}}"# + "\n"
      + #"{"eventVersion":"1.08","eventTime":"2026-10-14T11:0\#(number):00Z","eventSource":"config.amazonaws.com","eventName":"StopConfigurationRecorder","awsRegion":"eu-central-1","eventID":"e\#(number)","recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","userName":"\#(user)","accountId":"111122223333"}}"#
      + "\n"
  }.joined()

  @Test func alertsAreRaisedOnArrivalAndListed() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      let all = try await client.send(.get, "/api/nightjar/alerts", headers: headers)
      #expect(try all.json["total"] == 2)
      let some = try await client.send(.get, "/api/nightjar/alerts?query=user.name:%20ada&severity=high&status=open", headers: headers)
      #expect(try some.json["total"] == 1)
      let counts = try await client.send(.get, "/api/nightjar/alerts/_counts?by=kibana.alert.severity,user.name", headers: headers)
      #expect(try counts.json["buckets"]?.array?.first?["count"] == 2)
      let bars = try await client.send(.get, "/api/nightjar/alerts/_histogram?interval=3600", headers: headers)
      #expect(try bars.json["bars"]?.array?.first?["counts"]?["high"] == 2)
      let wrong = try await client.send(.get, "/api/nightjar/alerts?query=a:(", headers: headers)
      #expect(wrong.status == .badRequest)
    }
  }

  @Test func theWorkOnAlertsIsKeptAndAudited() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      let alerts = try await client.send(.get, "/api/nightjar/alerts?query=user.name:%20ada", headers: headers)
      let id = try #require(try alerts.json["alerts"]?.array?.first?["kibana.alert.uuid"])
      let closed = try await client.send(
        .post, "/api/nightjar/alerts/_update", headers: headers,
        json: ["ids": [id], "status": "closed", "reason": "false_positive", "add_tags": ["seen"], "note": "known"])
      #expect(try closed.json["changed"] == [id])
      let shown = try await client.send(.get, "/api/nightjar/alerts/\(id.string ?? "")", headers: headers)
      #expect(try shown.json["alert"]?["kibana.alert.workflow_status"] == "closed")
      #expect(try shown.json["alert"]?["kibana.alert.workflow_tags"] == ["seen"])
      #expect(try shown.json["history"]?.array?.count == 3)
      let reasonless = try await client.send(
        .post, "/api/nightjar/alerts/_update", headers: headers, json: ["ids": [id], "status": "closed"])
      #expect(reasonless.status == .badRequest)
      let status = try await client.send(
        .post, "/api/detection_engine/signals/status", headers: headers, json: ["signal_ids": [id], "status": "open"])
      #expect(try status.json["updated"] == 1)
      let found = try await client.send(
        .post, "/api/detection_engine/signals/search", headers: headers,
        json: [
          "query": ["bool": ["filter": [["term": ["kibana.alert.workflow_status": "open"]]]]],
          "aggs": ["rules": ["terms": ["field": "kibana.alert.rule.name"]]],
        ])
      #expect(try found.json["hits"]?["total"]?["value"] == 2)
      #expect(try found.json["aggregations"]?["rules"]?["buckets"]?.array?.first?["doc_count"] == 2)
      let byID = try await client.send(
        .post, "/.alerts-security.alerts-default/_search", headers: headers, json: ["query": ["ids": ["values": [id]]]])
      #expect(try byID.json["hits"]?["hits"]?.array?.count == 1)
    }
    let audit = try server.store.read { try $0.auditEntries() }
    #expect(audit.contains { $0.action == "alert.close" && $0.actor.contains("test analyst") })
    #expect(try server.store.verifyAudit().isValid)
  }

  @Test func exportsCannotBeFormulas() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      let csv = try await client.send(.get, "/api/nightjar/alerts/_export?format=csv", headers: headers)
      #expect(csv.headers[.contentType] == "text/csv; charset=utf-8")
      #expect(csv.text.contains("'=cmd|"))
      #expect(!csv.text.contains(",=cmd|"))
      let lines = try await client.send(.get, "/api/nightjar/alerts/_export", headers: headers).text
      #expect(lines.split(separator: "\n").count == 2)
    }
  }

  @Test func evidenceAndIncidentsAreShown() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      let alerts = try await client.send(.get, "/api/nightjar/alerts?query=user.name:%20ada", headers: headers)
      let id = try #require(try alerts.json["alerts"]?.array?.first?["kibana.alert.uuid"]?.string)
      let evidence = try await client.send(.get, "/api/nightjar/alerts/\(id)/evidence", headers: headers)
      #expect(evidence.status == .ok)
      let windows = try await client.send(.get, "/api/nightjar/visibility", headers: headers)
      #expect(try windows.json["windows"]?.array?.isEmpty == false)
      let incidents = try await client.send(.get, "/api/nightjar/incidents", headers: headers)
      let first = try #require(try incidents.json["incidents"]?.array?.first?["id"]?.integer)
      let one = try await client.send(.get, "/api/nightjar/incidents/\(first)", headers: headers)
      #expect(try one.json["total"] == 1)
      let unconfigured = try await client.send(.get, "/api/nightjar/alerts/\(id)/responses", headers: headers)
      #expect(unconfigured.status == .serviceUnavailable)
    }
  }
}
