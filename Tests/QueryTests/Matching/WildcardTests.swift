import Events
import Query
import TestSupport
import Testing

@Suite struct WildcardTests {
  private func matches(_ wildcard: Wildcard, _ text: String, ignoresCase: Bool = false) throws -> Bool {
    try expression(
      .test(field: "event.action", .wildcard(wildcard, ignoresCase: ignoresCase)),
      matches: ["event": ["action": .string(text)]])
  }

  @Test(arguments: [
    ("*", "", true), ("", "", true), ("", "a", false), ("?", "", false), ("?", "é", true), ("?", "😀", true),
    ("?", "ab", false),
    ("??", "é", false), ("a*a", "a", false), ("a*a", "aa", true), ("*a*", "bab", true), ("a?c", "abc", true),
    ("a?c", "ac", false),
    ("*?", "", false), ("*?", "😀", true), ("?*?", "a", false), ("*ab*ab", "ab", false),
    ("*ab*ab", "abab", true), ("*é", "caf\u{E9}", true),
    (#"a\*"#, "a*", true), (#"a\*"#, "ab", false), (#"a\?"#, "a?", true), (#"\\"#, #"\"#, true),
    (#"a\"#, #"a\"#, true),
    ("*.exe", "x.exe.exe", true), ("*a?", "aaé", true), ("*é?", "éé😀", true), ("**", "x", true),
  ])
  func examples(pattern: String, text: String, expected: Bool) throws {
    #expect(try matches(Wildcard(pattern), text) == expected)
  }

  @Test(arguments: [
    ("stop*", "STOPx", true), ("É", "é", false), ("[*", "{x", false), ("@", "`", false), ("AZ", "az", true),
  ])
  func onlyASCIIFolds(pattern: String, text: String, expected: Bool) throws {
    #expect(try matches(Wildcard(pattern), text, ignoresCase: true) == expected)
  }

  @Test func agreesWithTheDefinition() throws {
    var random = SplitMix(state: 11)
    let letters = ["a", "b", "A", "é", "😀", "\u{301}"]
    for _ in 0..<20_000 {
      let pattern = (0..<random.below(7)).map { _ in random.pick(letters + ["*", "*", "?"]) }.joined()
      let text = (0..<random.below(9)).map { _ in random.pick(letters) }.joined()
      let ignoresCase = Bool.random(using: &random)
      let expected = NaiveWildcard.matches(Wildcard(pattern), text, ignoresCase: ignoresCase)
      #expect(
        try matches(Wildcard(pattern), text, ignoresCase: ignoresCase) == expected,
        "\(pattern) on \(text), \(ignoresCase)")
    }
  }

  @Test(.timeLimit(.minutes(1))) func hostilePatternsEnd() throws {
    let text = String(repeating: "a", count: 8000)
    let wildcard = Wildcard(String(repeating: "*a", count: 500) + "*b")
    let test = Expression.test(
      field: "aws.cloudtrail.request_parameters", .wildcard(wildcard, ignoresCase: false))
    let document: JSON = ["aws": ["cloudtrail": ["request_parameters": .string(text)]]]
    #expect(try expression(test, matches: document) == false)
  }
}
