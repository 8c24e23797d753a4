import Events
import Testing

/// What RFC 8259 accepts and rejects. The cases follow the groups of the public "JSON Parsing Test Suite"
/// (N. Seriot, https://github.com/nst/JSONTestSuite) and are written anew.
@Suite struct JSONGrammarTests {
  /// Reads a text with both readers; they must agree, and with every cut of the text the scanner must ask for more.
  private func isAccepted(_ bytes: [UInt8]) -> Bool {
    let tree = (try? JSONReader.read(bytes)) != nil
    // The slot scanner reads objects, so the text becomes the value of one of them.
    let wrapped = Array("{\"wanted\":1,\"other\":".utf8) + bytes + Array("}".utf8)
    let scanner = SlotScanner(plan: SlotPlan(paths: [["wanted"]]))
    let slots = wrapped.withUnsafeBufferPointer { text -> Bool in
      guard let start = text.baseAddress else { return false }
      let end = try? scanner.scanObject(JSONScanner(start: start, end: start + text.count), at: start)
      return end == start + text.count
    }
    #expect(tree == slots, "the two readers disagree on \(String(decoding: bytes, as: UTF8.self))")
    return tree
  }

  @Test(arguments: [
    "[]", "{}", " [ ] ", "\n{\t}\r\n", "[[[]]]", "[{}]", #"{"":0}"#, #"{"a":{"a":{"a":[]}}}"#,
    #"{"a":1,"a":2}"#,
    #"{"a":1,"b":2}"#, #"{"a" : 1 , "b" : [ 1 , 2 ] }"#, "0", "-0", "1", "-1", "10",
    "123456789012345678901234567890",
    "0.5", "-0.5", "1.25", "1e5", "1E5", "1e+5", "1e-5", "0e1", "0.0e-0", "1.5E+10", "[1,-1,1.0]", "true",
    "false", "null",
    "[true,false,null]", #""""#, #"" ""#, #""abc""#, #""\"\\\/\b\f\n\r\t""#, #""\u0041""#, #""\u00e9""#,
    #""\uD834\uDD1E""#, #""\uABCD\uabcd""#, #""\u0000""#, #""a\u0022b""#, "\"é\"", "\"日本語\"", "\"😀\"",
    "\"\u{7F}\"",
    "\"\u{2028}\u{2029}\"", "\"\u{FFFF}\"", "\"\u{10FFFF}\"", #""// no comment""#, #"["a",1,{"b":null}]"#,
    #""\ud800""#,
    #""\udc00x""#, #""\ud800\ud800""#, "  7", "7  ", #"{"a\u0062c":1}"#, "[1 ,2]",
    "1.0000000000000000000000001",
    "1e400", "-1e-400", "\"012345678901234567890123456789\\n012345678901234567890123456789\"",
  ])
  func accepts(_ text: String) {
    #expect(isAccepted(Array(text.utf8)))
  }

  @Test(arguments: [
    "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1;2]", "[[]", "[]]",
    "{\"a\"", "{\"a\":",
    "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\",1}", "{\"a\":1:2}", "{a:1}", "{'a':1}",
    "{1:1}", "{null:1}",
    "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1}{\"b\":2}", "[] []", "{} x", "tru", "True", "TRUE", "nul",
    "nulll", "falsey", "true1",
    "NaN", "Infinity", "-Infinity", "+1", "01", "-01", "00", "1.", ".5", "-.5", "-", "--1", "1e", "1e+",
    "1E-", "1.e5", "1.5.5",
    "1_000", "0x10", "1,0", "1a", "1 1", "\"", "\"abc", "abc\"", "'abc'", "\"\\\"", "\"\\x41\"", "\"\\a\"",
    "\"\\u\"", "\"\\u12\"",
    "\"\\u12G4\"", "\"\\U0041\"", "\"\\ \"", "\"\\\n\"", "\"\\u00 1\"", "\"a\nb\"", "\"a\tb\"", "\"a\u{0}b\"",
    "\"\u{1F}\"",
    "/* c */ 1", "// c\n1", "1 // c", "[1]/**/", "\u{FEFF}1", "\u{A0}1", "\u{B}1", "\u{C}[]", "é", "😀",
    "[\u{2060}]", "<a/>",
    "{\"a\":\"b}", "[\"a\",\n4\n,1,", "[\"", "{\"", "[\\n]", "{\"a\":/*c*/1}", "@", "undefined",
    "{\"a\":tru}", "[1,\u{0}]",
  ])
  func rejects(_ text: String) {
    #expect(!isAccepted(Array(text.utf8)))
  }

  /// Byte sequences that are no UTF-8: stray and missing continuation bytes, overlong forms, surrogates, values above
  /// U+10FFFF, and bytes that never occur.
  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF], [0xE1, 0x80],
      [0xE1, 0x41, 0x80], [0xE1, 0x80, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xFE], [0xFF],
      [0xFF, 0xFE], [0xE9],
    ] as [[UInt8]])
  func rejectsInvalidUTF8(_ bytes: [UInt8]) {
    for padding in [0, 3, 15, 16, 17] {
      let spaces = [UInt8](repeating: 0x20, count: padding)
      #expect(!isAccepted([0x22] + spaces + bytes + spaces + [0x22]))
    }
  }

  @Test func nestingIsBounded() {
    let allowed = JSONScanner.maximumDepth
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect((try? JSONReader.read(nested(allowed))) != nil)
    #expect(throws: JSONError(.tooDeep, at: allowed)) { try JSONReader.read(nested(allowed + 1)) }
    #expect(throws: JSONError.self) { try JSONReader.read(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test(arguments: [
    ("[1,]", JSONError(.unexpectedByte, at: 3)), ("{\"a\":tru}", JSONError(.invalidLiteral, at: 5)),
    ("[\"a\\x\"]", JSONError(.invalidEscape, at: 3)), ("[\"a\u{1}\"]", JSONError(.controlCharacter, at: 3)),
    ("[01]", JSONError(.unexpectedByte, at: 2)), ("1 2", JSONError(.trailingBytes, at: 2)),
    ("{\"a\":", JSONError(.unexpectedEnd, at: 5)), ("[-]", JSONError(.invalidNumber, at: 2)),
  ])
  func errorsNameTheOffset(_ text: String, _ expected: JSONError) {
    #expect(throws: expected) { try JSONReader.read(text) }
  }

  @Test func everyCutOfAValueAsksForMore() {
    let text = Array(#"{"key":["é\u0041\n",-1.5e+7,{"x":null,"y":[true,false]}],"k":""}"#.utf8)
    for length in 1..<text.count {
      #expect(throws: JSONError.self) { try JSONReader.read(Array(text[..<length])) }
    }
    #expect((try? JSONReader.read(text)) != nil)
  }
}
