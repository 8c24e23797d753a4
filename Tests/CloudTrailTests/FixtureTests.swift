import CloudTrail
import Events
import Foundation
import OrderedCollections
import TestSupport
import Testing

/// The documents that Elastic's integration makes of its own test records, each with the setting it was made with.
@Suite struct FixtureTests {
  /// What comes from databases, from the reader of a stream or from the time of reading.
  private static let external = [
    "source.geo", "source.as", "user_agent.name", "user_agent.version", "user_agent.device", "user_agent.os", "event.created",
    "event.ingested", "event.dataset", "event.module", "data_stream", "tags", "ecs.version", "@timestamp",
  ]

  @Test(.enabled(if: SharedData.folder != nil, "skipped: no ../shared/data"))
  func documentsAreEqual() throws {
    let folder = try #require(SharedData.folder).appending(path: "ecs-fixtures")
    var compared = 0
    for file in try SharedData.files(in: folder, suffix: ".expected.json") {
      let expected = try JSONReader.read(try SharedData.bytes(file))["expected"]?.array ?? []
      let name = file.path.dropLast(".expected.json".count)
      let meta = try JSONReader.read(try SharedData.bytes(URL(filePath: name + ".meta.json")))
      let retain = meta["retain"]?.string.flatMap { Retain(rawValue: $0) } ?? .all
      let mapper = ECSMapper(options: ECSMapper.Options(ingested: Timestamp(nanoseconds: 0), retain: retain))
      for wanted in expected {
        guard let original = wanted[path: "event.original"]?.string else { continue }
        let record = try #require(try JSONReader.read(original).object)
        let document = mapper.document(record: record, original: original)
        #expect(Self.flat(.object(document)) == Self.flat(wanted), "\(file.lastPathComponent)")
        compared += 1
      }
    }
    #expect(compared == 35)
  }

  /// Every scalar with its path; the order in lists of scalars does not count.
  private static func flat(_ value: JSON) -> [String: [String]] {
    var result: [String: [String]] = [:]
    collect(value, "", &result)
    return result.mapValues { $0.sorted() }.filter { entry in
      !external.contains { entry.key == $0 || entry.key.hasPrefix($0 + ".") }
    }
  }

  private static func collect(_ value: JSON, _ path: String, _ result: inout [String: [String]]) {
    switch value {
    case .object(let members):
      for (key, member) in members { collect(member, path.isEmpty ? key : "\(path).\(key)", &result) }
    case .array(let elements) where elements.contains { $0.object != nil }:
      // Lists of objects keep their order, so that one object's members are not taken for another's.
      for (index, element) in elements.enumerated() { collect(element, "\(path)[\(index)]", &result) }
    case .array(let elements):
      for element in elements { collect(element, path, &result) }
    case .null: return
    case .string, .number, .bool: result[path, default: []].append(JSONWriter.text(value))
    }
  }
}
