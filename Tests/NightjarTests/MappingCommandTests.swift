import Events
import Foundation
import TestSupport
import Testing

/// `--mapping`, as a user types it.
@Suite struct MappingCommandTests {
  private let folder: TemporaryFolder
  private let mapping: String
  private let events: String

  init() throws {
    folder = try TemporaryFolder()
    mapping = try folder.write(
      "mapping.json",
      #"{"audit-1":{"mappings":{"properties":{"who":{"type":"keyword","null_value":"nobody"},"size":{"type":"long"},"user":{"properties":{"name":{"type":"alias","path":"who"}}}}}}}"#
    )
    events = try folder.write(
      "events.ndjson",
      """
      {"_id":"1","_index":"audit-1","_source":{"@timestamp":"2026-10-14T10:00:00Z","event":{"action":"read"},"who":null,"size":"10"}}
      {"_id":"2","_index":"audit-1","_source":{"@timestamp":"2026-10-14T10:01:00Z","event":{"action":"read"},"who":"ada","size":9}}

      """)
  }

  private func run(_ arguments: [String]) throws -> CommandLineTests.Run {
    try CommandLineTests().run(arguments)
  }

  /// The `size` of each event that is printed.
  private func sizes(_ query: String, _ language: String = "kuery") throws -> [JSON] {
    let result = try run(["events", events, "--mapping", mapping, "--language", language, "--query", query])
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return try result.lines.compactMap { try JSONReader.read(String($0))["size"] }
  }

  @Test func eventsAreAskedByTheMappingInEveryLanguage() throws {
    #expect(try sizes("user.name: nobody") == ["10"])
    #expect(try sizes("size > 9") == ["10"])
    #expect(try sizes("any where user.name == \"nobody\"", "eql") == ["10"])
    #expect(try sizes("sequence [any where size > 9] [any where user.name : \"ADA\"]", "eql") == ["10", 9])
    #expect(try sizes("FROM * | WHERE user.name == \"nobody\" | KEEP size", "esql") == [10])
    // The source stays as it is.
    let printed = try run(["events", events, "--mapping", mapping, "--query", "user.name: nobody"])
    #expect(printed.output.contains("\"who\":null") && !printed.output.contains("nobody"))
  }

  private func writeRule() throws -> String {
    try folder.write(
      "rules/r.toml",
      """
      [rule]
      author = ["A"]
      description = "d"
      name = "Nobody reads"
      query = "user.name: nobody and size > 9"
      risk_score = 47
      rule_id = "nobody-reads"
      severity = "medium"
      type = "query"
      [[test]]
      name = "null"
      alerts = 1
      events = ['{"@timestamp":"2026-10-14T10:00:00Z","event":{"action":"x"},"who":null,"size":10}']
      """)
  }

  @Test func rulesAreScannedTestedAndPreviewedByTheMapping() throws {
    let rule = try writeRule()
    let scan = ["scan", events, "--no-builtin", "-r", rule, "--output", "ndjson", "-q"]
    let found = try run(scan + ["--mapping", mapping])
    #expect(found.status == 0 && found.lines.count == 1 && found.output.contains("nobody-reads"))
    #expect(try run(scan).lines.isEmpty)
    #expect(try run(["rules", "test", rule, "--mapping", mapping]).status == 0)
    #expect(try run(["rules", "test", rule]).status == 2)
    let preview = try run(["rules", "preview", rule, events, "--mapping", mapping])
    #expect(preview.status == 0 && preview.output.contains("1 alert"), "\(preview.output)")
    let wrong = try folder.write(
      "rules/wrong.toml",
      String(decoding: try SharedData.bytes(URL(filePath: rule)), as: UTF8.self)
        .replacing("size > 9", with: "size: big"))
    let check = try run(["rules", "check", wrong, "--mapping", mapping])
    #expect(check.status == 2 && check.output.contains("size"), "\(check.output)")
    #expect(try run(["rules", "check", wrong]).status == 0)
  }

  @Test func severalMappingsAreOne() throws {
    let more = try folder.write("more.json", #"{"properties":{"reader":{"type":"alias","path":"who"}}}"#)
    let query = ["--query", "reader: ada"]
    let both = try run(["events", events, "--mapping", more, "--mapping", mapping] + query)
    #expect(both.status == 0 && both.lines.count == 1)
    let alone = try run(["events", events, "--mapping", more] + query)
    #expect(alone.status == 3 && alone.lines.isEmpty)
    #expect(
      alone.errors == "nightjar: \(more): reader: path \"who\" is no field of the mappings that were given\n")
  }

  @Test func whatHasNoEffectIsSaidAndWhatIsWrongEndsTheProgram() throws {
    let odd = try folder.write(
      "odd.json", #"{"properties":{"who":{"type":"keyword","normalizer":"lowercase"}}}"#)
    let warned = try run(["events", events, "--mapping", odd, "--query", "who: ada"])
    #expect(warned.status == 0 && warned.lines.count == 1)
    #expect(
      warned.errors == "nightjar: warning: \(odd): who: normalizer: values are compared as they are written\n"
    )
    let broken = try folder.write("broken.json", "{\"properties\":")
    for command in [
      ["events", events], ["scan", events], ["rules", "check", sampleRules], ["rules", "test"],
      ["rules", "preview", "nothing", events],
    ] {
      let result = try run(command + ["--mapping", broken])
      #expect(result.status == 3 && result.output.isEmpty, "\(command): \(result.errors)")
      #expect(
        result.errors.contains("\(broken): is no JSON: the text ends in the middle of a value at byte 14"))
    }
  }

  private var sampleRules: String { SharedData.examples.appending(path: "rules").path }
}
