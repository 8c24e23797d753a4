import Events
import Foundation
import OrderedCollections
import Rules
import TestSupport
import Testing

@Suite struct TOMLTextTests {
  @Test(arguments: ["0x15", "0b10101", "0o25", "2_1", "+21", "21"])
  func integersMayBeWrittenInEveryWayOfTOML(_ number: String) throws {
    let file = try RuleLoader.parseTOML(
      """
      [rule]
      author = []
      description = "d"
      name = "n"
      query = "a: b"
      risk_score = \(number)
      rule_id = "r"
      severity = "low"
      type = "query"
      """, path: "r.toml")
    #expect(file.rule.riskScore == 21)
  }

  @Test(arguments: [
    "[.a]", "[[.a]]", "a = [\u{2028}1]", "[[[a]]]", "[ [a]]", "a = [}]", "a = [1,}\n2]", "a = {]}", "a = ]",
    "a = [\"]\", }]", "[#", "[", "[é]", "[]", "a = 1\n[ .a]", "x = [\n  [1],\n]\n[[ .b]]",
  ])
  func whatStopsTheLibraryIsRefused(_ text: String) {
    #expect(throws: RuleError.self) { try RuleLoader.parseTOML(text, path: "r.toml") }
  }

  private func meta(_ members: String) throws(RuleError) -> JSON? {
    try RuleLoader.parseTOML(Self.rule(members), path: "r.toml").rule.fields["meta"]
  }

  private static func rule(_ members: String) -> String {
    """
    [rule]
    author = []
    description = "d"
    name = "n"
    query = "a: b"
    risk_score = 21
    rule_id = "r"
    severity = "low"
    type = "query"
    [rule.meta]
    \(members)
    """
  }

  /// One value that has to go by way of text must not change the others.
  @Test(arguments: ["", "last = 1.5", "last = 2026-11-01", #"last = "\u0000""#])
  func valuesOfEveryKindAreRead(_ last: String) throws {
    let members = #"""
      yes = true
      number = -9223372036854775808
      text = "é \"\\\n\u2028\U0001F600\u007F"
      empty = ""
      "a.b" = 'c\d'
      list = [[], [1, "x"], {}]
      inner.z = {y = [{x = 1}]}

      """#
    var read = try #require(try meta(members + last)?.object)
    read["last"] = nil
    let expected: JSON = [
      "yes": true, "number": -9_223_372_036_854_775_808, "text": "é \"\\\n\u{2028}\u{1F600}\u{7F}",
      "empty": "", "a.b": #"c\d"#, "list": [[], [1, "x"], [:]], "inner": ["z": ["y": [["x": 1]]]],
    ]
    #expect(JSON.object(read).isEqualIgnoringOrder(expected))
  }

  /// Long texts are kept from the library; a number with a fraction beside them makes it read the whole document.
  @Test(arguments: ["\"\"\"", "\'\'\'"])
  func longTextsAreReadAsTheLibraryReadsThem(_ quotes: String) throws {
    let quote = quotes.prefix(1)
    let parts = [
      "\n", "\n\n", "\t", "\r\n", "é\u{2028}", "# no comment", "[x]", #"\n"#, #"\""#, "\(quote)",
      "\(quote)\(quote) ", "a = 1",
      String(repeating: "long ", count: 40),
    ]
    var random = SplitMix(state: 11)
    var read = 0
    for _ in 0..<400 {
      let body = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        parts[Int.random(in: 0..<parts.count, using: &random)]
      }.joined()
      let members = "a = \(quotes)\(body)\(quotes)\nb = [\(quotes)\n\(body)\(quotes), \"c\"]\n"
      guard let short = try? meta(members), let whole = try? meta(members + "last = 1.5") else {
        #expect((try? meta(members)) == nil && (try? meta(members + "last = 1.5")) == nil)
        continue
      }
      read += 1
      #expect(short["a"] == whole["a"] && short["b"] == whole["b"], "\(members)")
    }
    #expect(read > 100)
  }

  @Test(arguments: [
    ("1.5", 1.5 as JSON), ("2026-11-01", "2026-11-01"), ("07:32:00", "07:32:00"),
    (#""a\u0000b""#, "a\u{0}b"), (#""a\U00000000b""#, "a\u{0}b"),
  ])
  func valuesThatOnlyTheLibraryWritesAreRead(_ value: String, _ expected: JSON) throws {
    #expect(try meta("v = \(value)")?["v"] == expected)
    #expect(try meta("v = [{w = \(value)}]")?["v"] == [["w": expected]])
  }

  @Test(arguments: [1, 63, 64, 65, 300])
  func tablesMayBeNestedDeep(_ depth: Int) throws {
    var value = try #require(try meta("a" + String(repeating: ".a", count: depth - 1) + " = 1"))
    for _ in 0..<depth { value = try #require(value["a"]) }
    #expect(value == 1)
  }

  @Test func aFileBehindALinkIsRead() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("real.toml", Self.rule(""))
    let link = folder.url.appending(path: "link.toml").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(RuleLoader.load(paths: [link]).rules.map(\.ruleID) == ["r"])
  }

  @Test func anEmptyFileIsARuleFileWithoutARule() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("empty.toml", "")
    #expect(RuleLoader.load(paths: [file]).problems.map(\.field) == ["rule"])
  }
}
