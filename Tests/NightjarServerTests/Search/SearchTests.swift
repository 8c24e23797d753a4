import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import OrderedCollections
import Storage
import Testing

@testable import NightjarServer

@Suite struct SearchTests {
  /// Twelve events, five minutes apart: of two users, every third a failure.
  private func server() async throws -> (TestServer, HTTPFields) {
    let server = try TestServer()
    let shipper = try await server.key(.shipper)
    var lines = ""
    for number in 0..<12 {
      let minute = number * 5 < 10 ? "0\(number * 5)" : "\(number * 5)"
      lines += #"{"create":{"_index":"logs-app-default","_id":"d\#(number)"}}"# + "\n"
      lines +=
        #"{"@timestamp":"2026-10-14T11:\#(minute):00Z","event":{"action":"A\#(number % 4)","outcome":"\#(number % 3 == 0 ? "failure" : "success")","category":["configuration"]},"user":{"name":"\#(number % 2 == 0 ? "ada" : "bob")"},"http":{"response":{"bytes":\#(number * 10)}}}"#
        + "\n"
    }
    let body = lines
    try await server.test { client async throws in
      let response = try await client.send(.post, "/_bulk", headers: shipper, text: body)
      #expect(try response.json["errors"] == false)
    }
    return (server, try await server.key(.viewer))
  }

  private func ids(_ response: TestResponse) throws -> [String] {
    try response.json["hits"]?["hits"]?.array?.compactMap { $0["_id"]?.string } ?? []
  }

  @Test func queriesFindWhatMatches() async throws {
    let (server, headers) = try await server()
    let cases: [(JSON, [String])] = [
      (["term": ["user.name": "ada"]], ["d0", "d2", "d4", "d6", "d8", "d10"]),
      (["terms": ["event.action": ["A0", "A1"]]], ["d0", "d1", "d4", "d5", "d8", "d9"]),
      (
        ["bool": ["filter": [["term": ["user.name": "bob"]]], "must_not": ["term": ["event.outcome": "success"]]]],
        ["d3", "d9"]
      ),
      (["range": ["@timestamp": ["gte": "2026-10-14T11:50:00Z"]]], ["d10", "d11"]),
      (["range": ["@timestamp": ["gte": "now-10m", "lt": "now-5m"]]], ["d10"]),
      (["exists": ["field": "user.email"]], []), (["prefix": ["user.name": "b"]], ["d1", "d3", "d5", "d7", "d9", "d11"]),
      (["wildcard": ["event.action": ["value": "a3", "case_insensitive": true]]], ["d3", "d7", "d11"]),
      (["ids": ["values": ["d1", "d7", "x"]]], ["d1", "d7"]),
      (["query_string": ["query": "user.name:bob AND event.outcome:failure"]], ["d3", "d9"]),
      (["query_string": ["query": "event.action:(A1 OR A2) AND NOT user.name:ada"]], ["d1", "d5", "d9"]),
      (["constant_score": ["filter": ["match_phrase": ["event.action": "A2"]]]], ["d2", "d6", "d10"]),
      (["match_none": [:]], []),
    ]
    try await server.test { client async throws in
      for (query, expected) in cases {
        let response = try await client.send(
          .post, "/logs-*/_search", headers: headers, json: ["query": query, "size": 100])
        #expect(try self.ids(response) == expected, "\(JSONWriter.text(query))")
        let count = try await client.send(.post, "/logs-*/_count", headers: headers, json: ["query": query])
        #expect(try count.json["count"]?.integer == expected.count)
      }
      let other = try await client.send(.get, "/filebeat-*/_search", headers: headers)
      #expect(try other.json["hits"]?["total"]?["value"] == 0)
    }
  }

  @Test func hitsAreOrderedAndPaged() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      func search(_ body: JSON) async throws -> TestResponse {
        try await client.send(.post, "/_search", headers: headers, json: body)
      }
      #expect(try ids(await search(["sort": [["@timestamp": "desc"]], "size": 3])) == ["d11", "d10", "d9"])
      #expect(try ids(await search(["sort": ["@timestamp"], "from": 2, "size": 2])) == ["d2", "d3"])
      let sort: JSON = [["event.action": "asc"], ["@timestamp": ["order": "desc"]]]
      var after: JSON?
      var all: [String] = []
      for _ in 0..<4 {
        var body: JSONObject = ["sort": sort, "size": 4]
        body["search_after"] = after
        let response = try await search(.object(body))
        all += try ids(response)
        after = try response.json["hits"]?["hits"]?.array?.last?["sort"] ?? after
      }
      #expect(all == ["d8", "d4", "d0", "d9", "d5", "d1", "d10", "d6", "d2", "d11", "d7", "d3"])
    }
  }

  @Test func documentsAreShownInPart() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      let body: JSON = [
        "query": ["ids": ["values": ["d3"]]], "_source": ["includes": ["event.*"], "excludes": ["event.cat*", "event.ingested"]],
        "fields": ["user.name", ["field": "@timestamp", "format": "epoch_millis"]],
      ]
      let hit = try await client.send(.post, "/_search", headers: headers, json: body).json["hits"]?["hits"]?.array?.first
      #expect(hit?["_source"] == ["event": ["action": "A3", "outcome": "failure"]])
      #expect(hit?["fields"] == ["user.name": ["bob"], "@timestamp": ["1791976500000"]])
    }
  }

  @Test func aggregationsCount() async throws {
    let (server, headers) = try await server()
    let body: JSON = [
      "size": 0, "track_total_hits": true,
      "aggs": [
        "users": ["terms": ["field": "user.name"], "aggs": ["most": ["max": ["field": "http.response.bytes"]]]],
        "hours": ["date_histogram": ["field": "@timestamp", "fixed_interval": "30m"]],
        "actions": ["cardinality": ["field": "event.action"]],
        "failures": ["filter": ["term": ["event.outcome": "failure"]], "aggs": ["n": ["value_count": ["field": "user.name"]]]],
        "latest": ["top_hits": ["size": 1, "sort": [["@timestamp": "desc"]], "_source": ["user.name"]]],
        "pairs": [
          "composite": ["size": 3, "sources": [["user": ["terms": ["field": "user.name"]]], ["out": ["terms": ["field": "event.outcome"]]]]]
        ],
      ],
    ]
    try await server.test { client async throws in
      let response = try await client.send(.post, "/_search", headers: headers, json: body)
      let found = try response.json["aggregations"]
      #expect(try response.json["hits"]?["total"] == ["value": 12, "relation": "eq"])
      let users = found?["users"]?["buckets"]?.array
      #expect(users?.map { $0["key"] } == ["ada", "bob"])
      #expect(users?.map { $0["doc_count"] } == [6, 6])
      #expect(users?.compactMap { $0["most"]?["value"]?.double } == [100, 110])
      #expect(found?["hours"]?["buckets"]?.array?.map { $0["doc_count"] } == [6, 6])
      #expect(found?["actions"]?["value"] == 4)
      #expect(found?["failures"]?["doc_count"] == 4)
      #expect(found?["failures"]?["n"]?["value"] == 4)
      #expect(found?["latest"]?["hits"]?["hits"]?.array?.first?["_source"] == ["user": ["name": "bob"]])
      let pairs = found?["pairs"]
      #expect(pairs?["buckets"]?.array?.map { $0["doc_count"] } == [2, 4, 2])
      #expect(pairs?["after_key"] == ["user": "bob", "out": "failure"])
    }
  }

  @Test func whatIsNotSupportedIsNamed() async throws {
    let (server, headers) = try await server()
    let bodies: [(JSON, String)] = [
      (["query": ["fuzzy": ["a": "b"]]], "fuzzy"), (["suggest": [:]], "suggest"), (["collapse": ["field": "a"]], "collapse"),
      (["aggs": ["x": ["percentiles": ["field": "a"]]]], "percentiles"),
      (["query": ["query_string": ["query": "a:[1 TO 2]"]]], "["), (["highlight": ["fields": ["a": [:]]]], "highlight"),
      (["size": 10_001], "10000"), (["query": ["term": ["@timestamp": "yesterday"]]], "yesterday"),
    ]
    try await server.test { client async throws in
      for (body, word) in bodies {
        let response = try await client.send(.post, "/_search", headers: headers, json: body)
        #expect(response.status == .badRequest)
        let reason = try response.json["error"]?["reason"]?.string ?? ""
        #expect(reason.contains(word), "\(reason)")
        #expect(try response.json["status"] == 400)
      }
    }
  }

  @Test func sequencesAndTablesAreFound() async throws {
    let (server, headers) = try await server()
    try await server.test { client async throws in
      let single = try await client.send(
        .post, "/logs-*/_eql/search", headers: headers,
        json: ["query": #"any where event.outcome == "failure""#, "filter": ["term": ["user.name": "bob"]]])
      let events = try single.json["hits"]?["events"]?.array
      #expect(events?.compactMap { $0["_id"]?.string } == ["d3", "d9"])
      let sequence = try await client.send(
        .post, "/logs-*/_eql/search", headers: headers,
        json: ["query": #"sequence by user.name with maxspan=10m [any where event.action == "A0"] [any where event.action == "A2"]"#])
      let found = try sequence.json["hits"]?["sequences"]?.array
      #expect(found?.map { $0["join_keys"] } == [["ada"], ["ada"], ["ada"]])
      #expect(found?.first?["events"]?.array?.compactMap { $0["_id"]?.string } == ["d0", "d2"])
      let table = try await client.send(
        .post, "/_query", headers: headers,
        json: ["query": "FROM logs-* | STATS n = COUNT(*) BY user.name | SORT user.name"])
      #expect(try table.json["columns"] == [["name": "n", "type": "long"], ["name": "user.name", "type": "keyword"]])
      #expect(try table.json["values"] == [[6, "ada"], [6, "bob"]])
      let wrong = try await client.send(.post, "/_query", headers: headers, json: ["query": "FROM"])
      #expect(wrong.status == .badRequest)
    }
  }

  @Test func severalSearchesAndFieldsAreAnswered() async throws {
    let (server, headers) = try await server()
    let lines = #"{"index":"logs-*"}"# + "\n" + #"{"size":0}"# + "\n{}\n" + #"{"query":{"fuzzy":{}}}"# + "\n"
    try await server.test { client async throws in
      let several = try await client.send(.post, "/_msearch", headers: headers, text: lines)
      let answers = try several.json["responses"]?.array
      #expect(answers?.map { $0["status"] } == [200, 400])
      let fields = try await client.send(.get, "/logs-*/_field_caps?fields=user.*,@timestamp", headers: headers)
      #expect(try fields.json["fields"]?["user.name"]?["keyword"]?["searchable"] == true)
      #expect(try fields.json["fields"]?["@timestamp"]?["date"]?["type"] == "date")
      let document = try await client.send(.get, "/logs-app-default/_doc/d5", headers: headers)
      #expect(try document.json["_source"]?["user"]?["name"] == "bob")
      #expect(try await client.send(.get, "/logs-app-default/_doc/none", headers: headers).status == .notFound)
    }
  }
}
