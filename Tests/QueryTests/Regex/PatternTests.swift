import Query
import Testing

@Suite struct PatternTests {
  private func found(_ pattern: String, _ text: String) throws -> [String?]? {
    let scalars = Array(text.unicodeScalars)
    func part(_ range: Range<Int>?) -> String? {
      range.map { range in
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
      }
    }
    return try Pattern(pattern).firstMatch(in: scalars).map { [part($0.range)] + $0.groups.map(part) }
  }

  @Test(
    arguments: [
      ("b+", "abbbc", ["bbb"]), ("b+?", "abbbc", ["b"]), ("(a)(b)?", "ac", ["a", "a", nil]),
      ("a|ab", "ab", ["a"]),
      ("(?<x>[0-9]+)-(?<y.z>\\w+)", "on 12-ab!", ["12-ab", "12", "ab"]), ("\\bcat\\b", "concat cat", ["cat"]),
      ("(?i)ABC", "xabc", ["abc"]), ("(?i:a)B", "AB", ["AB"]), ("a(?=b)", "acab", ["a"]),
      ("a(?!b)", "abac", ["a"]),
      ("(?<![0-9])[0-9]{2}(?![0-9])", "123 45", ["45"]), ("(?<=\\$)\\d+", "a1 $25", ["25"]),
      ("(?>a+)b", "aaab", ["aaab"]),
      ("^b", "ab", []), ("c$", "abc", ["c"]), ("[[:digit:]x]+", "a1x2", ["1x2"]),
      ("\\Qa.b\\E", "xa.b", ["a.b"]),
      (".", "\nz", ["z"]), ("(?s).", "\nz", ["\n"]), ("(a*)*", "b", ["", nil]), ("x{2}", "axxx", ["xx"]),
      ("{a}", "{a}", ["{a}"]),
      ("\\p{Alpha}+", "12ab", ["ab"]), ("(a|b)*?c", "abc", ["abc", "b"]),
      ("(x)?a(?=(b))", "ab", ["a", nil, nil]),
    ] as [(String, String, [String?])])
  func theFirstPlaceIsFound(_ pattern: String, _ text: String, _ expected: [String?]) throws {
    #expect(try found(pattern, text) ?? [] == expected)
  }

  @Test(arguments: [
    "(", "a)", "[a", "(?<x", "\\1", "(?<=a+)b", "*a", "(?x)a", "a{5,2}", "(((((a{1000}){1000}){1000})))",
  ])
  func wrongPatternsAreRefused(_ pattern: String) {
    #expect(throws: RegexError.self) { try Pattern(pattern) }
  }

  @Test func aSearchIsGivenUpAfterItsSteps() throws {
    let text = Array(String(repeating: "ab", count: 2000).unicodeScalars)
    var few = 1000
    #expect(try Pattern("(a|b)*c").firstMatch(in: text, from: 0, steps: &few) == nil && few == 0)
    var enough = 1_000_000
    #expect(
      try Pattern("(a|b)*").firstMatch(in: text, from: 0, steps: &enough)?.range == 0..<4000 && enough > 0)
  }

  @Test func timeIsBounded() throws {
    let text = Array((String(repeating: "a", count: 3000) + "!").unicodeScalars)
    for pattern in ["(a+)+b", "(a|a)*b", "(a*)*b", "(?:a?){30}a{30}b"] {
      #expect(try Pattern(pattern).firstMatch(in: text) == nil)
    }
  }
}
