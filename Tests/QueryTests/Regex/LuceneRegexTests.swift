import Query
import Testing

/// Lucene's syntax: https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax
@Suite struct LuceneRegexTests {
  @Test(arguments: [
    ("abc", "abc", true), ("abc", "abcd", false), ("a.c", "abc", true), ("ab?c", "ac", true),
    ("a{2,3}", "aaaa", false),
    ("a{2,3}", "aaa", true), ("a{2,}", "aaaaa", true), ("ab|cd", "cd", true), ("(ab)+", "abab", true),
    ("[a-c]x", "bx", true),
    ("[^a-c]x", "bx", false), ("[^a-c]x", "dx", true), ("a\\.b", "a.b", true), ("a\\.b", "axb", false),
    ("^a$", "a", false),
    ("^a$", "^a$", true), ("\\d+", "123", true), ("\\w+\\s\\S", "ab c", true), ("@", "anything", true),
    ("a#", "a", false),
    ("\"a.b\"", "a.b", true), ("\"a.b\"", "axb", false), ("<1-12>", "7", true), ("<1-12>", "13", false),
    ("<01-12>", "07", true),
    ("<01-12>", "7", false), ("~abc", "abc", false), ("~(abc)", "abcd", true), ("a~b", "ac", true),
    ("[a-z]+&~(no)", "yes", true),
    ("[a-z]+&~(no)", "no", false), (".*x&y.*", "yx", true), (".*x&y.*", "xy", false), ("", "", true),
    ("", "a", false),
    ("*a", "*a", true), ("(a|b)*c", "ababc", true), ("größe.", "größe!", true), ("[😀-😂]", "😁", true),
  ])
  func wholeTextsAreMatched(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try LuceneRegex(pattern, ignoresCase: false).matches(text) == expected)
  }

  @Test func caseIsIgnoredOnRequest() throws {
    #expect(try LuceneRegex("aB[x-z]", ignoresCase: true).matches("AbY"))
    #expect(try !LuceneRegex("aB", ignoresCase: false).matches("AB"))
  }

  @Test(arguments: ["(", "a)", "[a", "a{3,1}", "a{2000}", "\\", "<a-b>", "\"x", "[z-a]"])
  func wrongPatternsAreRefused(_ pattern: String) {
    #expect(throws: RegexError.self) { try LuceneRegex(pattern, ignoresCase: false) }
  }

  /// Patterns that make backtracking engines take exponential time.
  @Test(arguments: ["(a+)+b", "(a|a)*b", "(a*)*b", "(.*a){12}", "~(.*b.*)&(a|aa)+c"])
  func timeIsBounded(_ pattern: String) throws {
    let regex = try LuceneRegex(pattern, ignoresCase: false)
    #expect(!regex.matches(String(repeating: "a", count: 5000) + "!"))
  }
}
