import Rules
import Testing

@Suite struct TOMLNumbersTests {
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
}
