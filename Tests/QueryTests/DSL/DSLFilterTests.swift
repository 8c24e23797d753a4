import Events
import Query
import Testing

@Suite struct DSLFilterTests {
  private static let document: JSON = [
    "event": ["action": "StopRecorder", "code": "7"], "source": ["ip": "10.0.0.1", "port": 443],
    "message": "a Quick fox",
    "@timestamp": "2026-06-15T10:00:00Z",
  ]

  @Test(
    arguments: [
      (["query": ["match_all": [:]]], true), (["query": ["match_none": [:]]], false),
      (["query": ["term": ["event.action": "StopRecorder"]]], true),
      (["query": ["term": ["event.action": "stoprecorder"]]], false),
      (["query": ["term": ["event.action": ["value": "STOPRECORDER", "case_insensitive": true]]]], true),
      (["query": ["terms": ["event.action": ["x", "StopRecorder"]]]], true),
      (["query": ["terms": ["event.action": []]]], false),
      (["query": ["terms": ["source.port": [443, 8080]]]], true),
      (["query": ["term": ["source.ip": "10.0.0.0/8"]]], true),
      (["query": ["match": ["message": "slow quick"]]], true),
      (["query": ["match_phrase": ["message": "quick fox"]]], true),
      (["query": ["match_phrase": ["message": ["query": "fox quick"]]]], false),
      (["query": ["match": ["message": ["query": "fox"]]]], true),
      (["query": ["exists": ["field": "event.code"]]], true),
      (["query": ["exists": ["field": "event.id"]]], false),
      (["query": ["wildcard": ["event.action": ["value": "stop*", "case_insensitive": true]]]], true),
      (["query": ["wildcard": ["event.action": ["value": "stop*"]]]], false),
      (["query": ["wildcard": ["event.action": "S??p*"]]], true),
      (["query": ["prefix": ["event.action": "Stop"]]], true),
      (["query": ["prefix": ["event.action": ["value": "St*"]]]], false),
      (["query": ["range": ["source.port": ["gt": 400, "lte": 443]]]], true),
      (["query": ["range": ["source.port": ["lt": 443]]]], false),
      (["query": ["range": ["@timestamp": ["gte": "now-1d"]]]], true),
      (["query": ["range": ["@timestamp": ["gte": "now-1h"]]]], false),
      (["meta": ["negate": true], "query": ["exists": ["field": "event.code"]]], false),
      (["meta": ["negate": true], "query": ["exists": ["field": "event.id"]]], true),
      (["meta": ["disabled": true], "query": ["match_none": [:]]], true),
      (
        [
          "meta": ["negate": false, "type": "exists", "key": "event.code"], "exists": ["field": "event.code"],
        ], true
      ),
      (
        ["bool": ["must": [["exists": ["field": "event.code"]]], "must_not": ["term": ["event.code": "8"]]]],
        true
      ),
      (["bool": ["filter": ["match_all": [:]], "should": [["match_none": [:]]]]], true),
      (["bool": ["should": [["match_none": [:]], ["term": ["event.code": 7]]]]], true),
      (["bool": ["should": [["match_none": [:]]]]], false), (["bool": [:]], true),
      (
        ["bool": ["filter": ["match_all": [:]], "should": [["match_none": [:]]], "minimum_should_match": 1]],
        false
      ),
      (["bool": ["should": [["match_all": [:]], ["match_none": [:]]], "minimum_should_match": 2]], false),
      (
        [
          "bool": [
            "should": [["match_all": [:]], ["match_none": [:]], ["match_all": [:]]],
            "minimum_should_match": 2,
          ]
        ], true
      ),
      (["bool": ["should": [["match_all": [:]], ["match_none": [:]]], "minimum_should_match": 3]], false),
    ] as [(JSON, Bool)])
  func filters(filter: JSON, expected: Bool) throws {
    let meaning = try DSLFilter.expression(from: filter, now: present)
    #expect(try expression(meaning, matches: Self.document) == expected)
  }

  @Test(
    arguments: [
      (["query": ["query_string": ["query": "a", "fuzziness": 2]]], "fuzziness"),
      (["query": ["script": [:]]], "script"),
      (["query": ["range": ["source.port": ["above": 4]]]], "above"),
      (["query": ["range": ["source.port": [:]]]], "range"),
      (["query": ["term": ["source.port": "https"]]], "source.port"), (["query": ["term": [:]]], "term"),
      (["query": ["bool": ["musst": []]]], "musst"), (["query": ["exists": [:]]], "exists"),
      ("text", "object"),
      (["query": ["terms": ["a": "b"]]], "terms"),
      (["query": ["match": ["message": ["query": "a b", "operator": "and"]]]], "operator"),
      (["query": ["range": ["@timestamp": ["gte": "now", "time_zone": "+02:00"]]]], "time zone"),
      (["meta": [:]], "query"),
      (["query": ["term": ["event.code": .null]]], "term"),
      (["query": ["bool": ["should": [], "minimum_should_match": "75%"]]], "minimum_should_match"),
    ] as [(JSON, String)])
  func filtersThatCannotBeUsed(filter: JSON, named: String) throws {
    let error = try #require(throws: DSLFilterError.self) {
      try DSLFilter.expression(from: filter, now: present)
    }
    #expect(error.description.contains(named), "\(error)")
  }

  @Test func nestingIsBounded() {
    var query: JSON = ["match_all": [:]]
    for _ in 0..<200 { query = ["bool": ["must": [query]]] }
    #expect(throws: DSLFilterError.self) { try DSLFilter.expression(from: ["query": query], now: present) }
  }
}
