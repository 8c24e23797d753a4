import Events
import Inputs
import OrderedCollections
import TestSupport
import Testing

@Suite struct IndicatorFileTests {
  private func read(_ text: String, _ name: String) throws -> [IndicatorFile.Entry] {
    let folder = try TemporaryFolder()
    let now = try #require(Timestamp("2026-11-24T12:00:00Z"))
    return try IndicatorFile.read(try folder.write(name, Array(text.utf8)), now: now)
  }

  @Test func csvColumnsAreFields() throws {
    let entries = try read(
      "threat.indicator.ip,threat.indicator.type\r\n192.0.2.1,ipv4-addr\n\"192.0.2.2\",\"a, \"\"b\"\"\"\n",
      "i.csv")
    #expect(entries.map { $0.document[path: "threat.indicator.ip"] } == ["192.0.2.1", "192.0.2.2"])
    #expect(entries[1].document[path: "threat.indicator.type"] == "a, \"b\"" && entries[1].id == "i.csv#1")
    #expect(
      entries[0].document[path: "event.kind"] == "enrichment"
        && entries[0].document[path: "@timestamp"] == "2026-11-24T12:00:00.000Z")
  }

  @Test func hitsKeepTheirIdentity() throws {
    let entries = try read(
      "{\"_id\":\"a\",\"_index\":\"logs-ti_x\",\"_source\":{\"threat.indicator.ip\":\"::1\"}}\n\n{\"threat\":{\"indicator\":{\"ip\":\"::2\"}}}\n",
      "i.ndjson")
    #expect(entries.map(\.id) == ["a", "i.ndjson#1"] && entries[0].index == "logs-ti_x")
    #expect(entries.map { $0.document[path: "threat.indicator.ip"] } == ["::1", "::2"])
  }

  @Test func stixPatternsBecomeIndicators() throws {
    let bundle = """
      {"type":"bundle","id":"bundle--1","objects":[
        {"type":"indicator","id":"indicator--1","name":"n","pattern_type":"stix","pattern":"[ipv4-addr:value = '192.0.2.1' OR domain-name:value='evil.example']"},
        {"type":"indicator","id":"indicator--2","pattern":"[file:hashes.'SHA-256' = 'ab' AND file:name != 'x']"},
        {"type":"indicator","id":"indicator--3","revoked":true,"pattern":"[ipv4-addr:value = '192.0.2.9']"},
        {"type":"indicator","id":"indicator--4","valid_until":"2020-01-01T00:00:00Z","pattern":"[ipv4-addr:value = '192.0.2.8']"},
        {"type":"malware","id":"malware--1"}]}
      """
    let entries = try read("[\(bundle)]", "b.json")
    #expect(entries.count == 3)
    #expect(
      entries[0].document[path: "threat.indicator.ip"] == "192.0.2.1"
        && entries[0].document[path: "threat.indicator.name"] == "n")
    #expect(entries[1].document[path: "threat.indicator.url.domain"] == "evil.example")
    #expect(entries[2].document[path: "threat.indicator.file.hash.sha256"] == "ab")
  }

  @Test(arguments: [
    ("a,b\n1\n", "i.csv", "has 1 fields"), ("a\n\"x\n", "i.csv", "never closed"),
    ("{\"a\":1}\n{nope}\n", "i.ndjson", ":2: is no JSON"),
  ])
  func mistakesNameFileAndLine(_ text: String, _ name: String, _ message: String) throws {
    do {
      _ = try read(text, name)
      Issue.record("accepted")
    } catch let error as TableFileError {
      #expect("\(error)".contains(message), "\(error)")
    }
  }
}
