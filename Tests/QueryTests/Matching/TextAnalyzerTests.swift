import Testing

@testable import Query

@Suite struct TextAnalyzerTests {
  @Test(
    arguments: [
      ("", []), ("  ... --", []),
      ("The 2 QUICK Brown-Foxes jumped", ["the", "2", "quick", "brown", "foxes", "jumped"]),
      ("dog's don\u{2019}t 'quoted'", ["dog's", "don\u{2019}t", "quoted"]),
      ("a_b __init__ _", ["a_b", "__init__"]),
      ("1,000.5 1, 2", ["1,000.5", "1", "2"]), ("www.example.com.", ["www.example.com"]),
      ("a.1 b:c d: e", ["a", "1", "b:c", "d", "e"]),
      ("C:\\Users\\x.exe", ["c", "users", "x.exe"]), ("user@host", ["user", "host"]),
      ("ÉTÉ straße", ["été", "straße"]),
      ("e\u{301}te", ["e\u{301}te"]), ("日本 go", ["日", "本", "go"]), ("x=$y;z", ["x", "y", "z"]),
    ] as [(String, [String])])
  func tokens(text: String, expected: [String]) {
    #expect(TextAnalyzer.tokens(text) == expected)
  }

  @Test func longWordsAreCut() {
    let tokens = TextAnalyzer.tokens(String(repeating: "a", count: 600))
    #expect(tokens.map(\.count) == [255, 255, 90])
  }
}
