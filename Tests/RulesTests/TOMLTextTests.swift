import Rules
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
}
