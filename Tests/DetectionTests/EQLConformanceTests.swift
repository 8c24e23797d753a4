import CloudTrail
import Detection
import Events
import Foundation
import Inputs
import OrderedCollections
import Query
import Rules
import TestSupport
import Testing

/// Elasticsearch's own cases of EQL queries, under the mapping of their index.
@Suite(.enabled(if: SharedData.folder != nil, "skipped: no ../shared/data")) struct EQLConformanceTests {
  private struct Case {
    let name: String
    let query: String
    let expected: [Int]
  }

  /// A file of cases, the file of its events, and the field that identifies these.
  private static let suites = [
    ("test_queries.toml", "test_data.json", "serial_event_id"), ("test_extra.toml", "extra.json", "sequence"),
  ]

  private func file(_ name: String) throws -> URL {
    try #require(SharedData.folder).appending(path: "eql-spec/\(name)")
  }

  private func cases(_ name: String) throws -> [Case] {
    let text = String(decoding: try SharedData.bytes(try file(name)), as: UTF8.self)
    let queries = try TOMLSettings.read(text, path: name) { top throws(FieldError) in
      try top.array("queries") ?? []
    }
    return queries.compactMap { entry in
      guard let query = entry["query"]?.string, let wanted = entry["expected_event_ids"]?.array else {
        return nil
      }
      // Missing events of sequences are -1.
      let ids = wanted.flatMap { $0.array ?? [$0] }.compactMap(\.integer).filter { $0 >= 0 }
      return Case(name: entry["name"]?.string ?? query, query: query, expected: ids)
    }
  }

  /// The events as hits of a search, with the category where ECS has it. Times are those of Windows, or milliseconds.
  private func events(_ name: String, _ identifier: String) throws -> [UInt8] {
    var writer = JSONWriter()
    for event in try JSONReader.read(try SharedData.bytes(try file(name))).array ?? [] {
      var document = try #require(event.object)
      let windows = document["timestamp"]?.integer.map { ($0 - 116_444_736_000_000_000) * 100 }
      let milliseconds = document["@timestamp"]?.string.flatMap { Int($0) }.map { $0 * 1_000_000 }
      let time = Timestamp(nanoseconds: Int64(try #require(milliseconds ?? windows)))
      document["@timestamp"] = .string(time.description)
      document["event"] = ["category": document["event_type"] ?? .null]
      let id = String(try #require(document[identifier]?.integer))
      writer.write(object: ["_id": .string(id), "_source": .object(document)])
      writer.writeNewline()
    }
    return writer.bytes
  }

  /// The names of the cases that have another result than Elasticsearch's, and the number of all.
  private func run(_ types: FieldTypes) throws -> (failed: [String], count: Int) {
    let now = DetectorTests.now
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: now))
    var failed: [String] = []
    var count = 0
    for (spec, data, identifier) in Self.suites {
      let events = try events(data, identifier)
      for entry in try cases(spec) {
        count += 1
        let search = try EventSearch(try EQLParser.parse(entry.query), types: types, now: now, mapper: mapper)
        let report = RecordReader().read(text: events, named: data, handler: search.collector)
        #expect(report.problems.isEmpty)
        let found = search.results().groups.joined().compactMap { $0[identifier]?.integer }
        if found != entry.expected { failed.append(entry.name) }
      }
    }
    return (failed, count)
  }

  @Test func allCasesHoldUnderTheirMapping() throws {
    let (mapping, warnings) = try MappingFiles.read([try file("extra.mapping.json").path])
    #expect(warnings == [])
    let (failed, count) = try run(FieldTypes(limits: .elastic, mapping: mapping))
    #expect(failed == [] && count == 173)
  }

  /// Only what the mapping says of null is missing without it.
  @Test func twoCasesNeedTheMapping() throws {
    let (failed, count) = try run(.standard)
    #expect(
      failed == [
        "optionalDefaultNullValueFieldEqualNull", "optionalDefaultNullValueFieldEqualDefaultValue",
      ] && count == 173)
  }
}
