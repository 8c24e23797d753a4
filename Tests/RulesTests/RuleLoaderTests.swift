import Events
import Foundation
import Rules
import TestSupport
import Testing

@Suite struct RuleLoaderTests {
  private static func rule(_ id: String, name: String = "n") -> String {
    """
    [rule]
    author = ["A"]
    description = "d"
    name = "\(name)"
    query = "a: b"
    risk_score = 21
    rule_id = "\(id)"
    severity = "low"
    type = "query"
    """
  }

  @Test func aBrokenFileHidesNoOther() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a/good.toml", Self.rule("1"))
    _ = try folder.write("b/broken.toml", "[rule")
    _ = try folder.write("b/latin.toml", [0x5B, 0xE9, 0x5D])
    _ = try folder.write("b/empty.toml", "")
    _ = try folder.write("b/huge.toml", [UInt8](repeating: 0x20, count: (4 << 20) + 1))
    _ = try folder.write("c/good.toml", Self.rule("2"))
    _ = try folder.write(".hidden/other.toml", "[rule")
    _ = try folder.write("readme.md", "no rule")
    _ = try folder.write("folder.toml/inner.toml", Self.rule("3"))
    let result = RuleLoader.load(paths: [folder.url.path])
    #expect(result.rules.map(\.ruleID) == ["1", "2", "3"])
    #expect(
      result.problems.map { $0.path.split(separator: "/").last } == [
        "broken.toml", "empty.toml", "huge.toml", "latin.toml",
      ])
  }

  @Test func missingPathsAndOtherFilesAreProblems() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("rule.txt", Self.rule("1"))
    #expect(RuleLoader.load(paths: [text, folder.url.path + "/none.toml"]).problems.count == 2)
  }

  @Test func theSameRuleTwiceIsOneAndTwoRulesWithOneIdentifierAreAProblem() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a.toml", Self.rule("1"))
    _ = try folder.write("b.toml", Self.rule("1"))
    _ = try folder.write("c.toml", Self.rule("1", name: "other"))
    let result = RuleLoader.load(paths: [folder.url.path])
    #expect(result.rules.count == 1 && result.problems.count == 1)
    #expect(result.problems.first?.message.contains("a.toml") == true)
  }

  @Test func exportsNameTheLine() throws {
    let folder = try TemporaryFolder()
    let good =
      #"{"rule_id":"1","name":"n","description":"d","type":"query","query":"a: b","risk_score":5,"severity":"low"}"#
    let path = try folder.write(
      "e.ndjson",
      [
        good, "{", good.replacing("\"low\"", with: "\"lower\"").replacing("\"1\"", with: "\"2\""),
        #"{"list_id":"l","type":"detection"}"#, #"{"item_id":"i","list_id":"l","entries":[]}"#,
        #"{"exported_count":1}"#,
      ].joined(separator: "\n"))
    let result = RuleLoader.load(paths: [path])
    #expect(
      result.rules.map(\.ruleID) == ["1"] && result.exceptionLists.count == 1
        && result.exceptionItems.count == 1)
    #expect(result.problems.map(\.line) == [2, 3])
    #expect(result.problems.last?.field == "severity")
  }

  @Test(.enabled(if: SharedData.folder != nil, "skipped: no ../shared/data"))
  func elasticsRulesLoadAndRoundTrip() throws {
    let folder = try #require(SharedData.folder)
    let loaded = RuleLoader.load(paths: [folder.appending(path: "elastic-rules").path])
    #expect(loaded.problems.isEmpty && loaded.rules.count > 2000)
    for rule in loaded.rules {
      #expect(try RuleLoader.parseTOML(RuleWriter.toml(rule), path: "x").rule == rule, "\(rule.source.path)")
    }
    let export = RuleLoader.load(paths: [folder.appending(path: "kibana-export-sample.ndjson").path])
    #expect(export.problems.isEmpty && export.rules.count == 9 && export.connectors.count == 2)
  }
}
