import Query
import Testing

@Suite struct KQLParserTests {
  private static func value(_ field: String, _ value: String) -> KQLNode {
    .isValue(field: .plain(field), .plain(value))
  }

  static let a = value("a", "1")
  static let b = value("b", "2")
  static let c = value("c", "3")

  @Test(
    arguments: [
      ("", KQLNode.empty), (" \t\r\n\u{A0}", .empty),
      ("a:1", a), ("  a : 1  ", a), ("a\u{A0}:\u{A0}1", a), ("(a:1)", a), ("( ( a:1 ) )", a),
      ("a:1 and b:2", .and([a, b])), ("a:1 AND b:2 And c:3", .and([a, b, c])),
      ("a:1 or b:2 and c:3", .or([a, .and([b, c])])),
      ("(a:1 or b:2) and c:3", .and([.or([a, b]), c])),
      ("(a:1 or b:2) or c:3", .or([.or([a, b]), c])),
      ("not a:1 and b:2", .and([.not(a), b])), ("NOT a:1 OR NOT b:2", .or([.not(a), .not(b)])),
      ("not (not a:1)", .not(.not(a))), ("not\n(a:1 or b:2)", .not(.or([a, b]))),
      ("a:1\u{A0}and\u{A0}b:2", .and([a, b])), ("a:1   and\t\tb:2", .and([a, b])),
      ("(a:1)and (b:2)", nil), ("not(a:1)", nil),
    ] as [(String, KQLNode?)])
  func structure(query: String, expected: KQLNode?) throws {
    guard let expected else {
      #expect(throws: QuerySyntaxError.self) { try KQLParser.parse(query) }
      return
    }
    #expect(try KQLParser.parse(query) == expected)
  }

  @Test(
    arguments: [
      ("f: a b c", KQLValue.plain("a b c")), ("f:   a  b  ", .plain("a  b")),
      (#"f: "a*b""#, .quoted("a*b")), (#"f: "a\"b\\c""#, .quoted(#"a"b\c"#)),
      (#"f: "C:\Windows\*""#, .quoted(#"C:\Windows\*"#)), (#"f: "\t\r\n""#, .quoted("\t\r\n")),
      (#"f: "\u0041\u00e9""#, .quoted("Aé")), (#"f: "\uD83D\uDE00""#, .quoted("😀")),
      (#"f: "\uD83Dx""#, .quoted("\u{FFFD}x")), (#"f: "\u0000""#, .quoted("\u{0}")),
      (#"f: "\u00zz""#, .quoted(#"\u00zz"#)), (#"f: "a and b""#, .quoted("a and b")),
      (#"f: """#, .quoted("")),
      (#"f: \(\)\:\<\>\"\*\{\}\\"#, .plain(#"():<>"*{}\"#)), (#"f: a\tb\rc\nd"#, .plain("a\tb\rc\nd")),
      (#"f: \u0041bc"#, .plain("Abc")), (#"f: a \or b"#, .plain("a or b")),
      (#"f: a \AND b"#, .plain("a AND b")),
      (#"f: a \not b"#, .plain("a \not b")), (#"f: a \u006eot b"#, .plain("a not b")),
      (#"f: \u0020a\u00A0"#, .plain("a")), (#"f: \u0020"#, .plain("")),
      ("f: true", .bool(true)), ("f: false", .bool(false)), ("f: null", .null),
      (#"f: \u0074rue"#, .bool(true)),
      (#"f: "true""#, .quoted("true")), ("f: True", .plain("True")), ("f: true x", .plain("true x")),
      ("f: 42", .plain("42")), ("f: a?b", .plain("a?b")), ("f: 10.0.0.0/8", .plain("10.0.0.0/8")),
      ("f: *", .pattern([.star])), ("f: a*b", .pattern([.text("a"), .star, .text("b")])),
      (#"f: a\*b*"#, .pattern([.text("a*b"), .star])), ("f: * a *", .pattern([.star, .text(" a "), .star])),
      ("f: or", .plain("or")), ("f: x and", .plain("x and")), ("f: order", .plain("order")),
      ("f: nothing", .plain("nothing")), ("f: band or", .plain("band or")),
    ] as [(String, KQLValue)])
  func values(query: String, expected: KQLValue) throws {
    #expect(try KQLParser.parse(query) == .isValue(field: .plain("f"), expected))
  }

  @Test(
    arguments: [
      ("f:(a)", KQLNode.list(field: .plain("f"), .isValue(field: nil, .plain("a")))),
      (
        "f:(a or \"b c\" and not d*)",
        .list(
          field: .plain("f"),
          .or([
            .isValue(field: nil, .plain("a")),
            .and([
              .isValue(field: nil, .quoted("b c")),
              .not(.isValue(field: nil, .pattern([.text("d"), .star]))),
            ]),
          ]))
      ),
      ("f:(not a)", .list(field: .plain("f"), .not(.isValue(field: nil, .plain("a"))))),
      (
        "f:((a or b) and c)",
        .list(
          field: .plain("f"),
          .and([
            .or([.isValue(field: nil, .plain("a")), .isValue(field: nil, .plain("b"))]),
            .isValue(field: nil, .plain("c")),
          ]))
      ),
      ("f < 5", .range(field: .plain("f"), .less, .plain("5"))),
      ("f<=5", .range(field: .plain("f"), .lessOrEqual, .plain("5"))),
      ("f>\"now-30d/d\"", .range(field: .plain("f"), .greater, .quoted("now-30d/d"))),
      ("f >= now", .range(field: .plain("f"), .greaterOrEqual, .plain("now"))),
      ("a*:1", .isValue(field: .pattern([.text("a"), .star]), .plain("1"))),
      ("\"a b\":1", .isValue(field: .quoted("a b"), .plain("1"))),
      ("a b:1", .isValue(field: .plain("a b"), .plain("1"))),
      (#"a\:b:1"#, .isValue(field: .plain("a:b"), .plain("1"))),
      ("word", .isValue(field: nil, .plain("word"))),
      ("\"some words\"", .isValue(field: nil, .quoted("some words"))),
      (
        "a and b:2",
        .and([.isValue(field: nil, .plain("a")), .isValue(field: .plain("b"), .plain("2"))])
      ),
      ("n: { a: 1 }", .nested(field: .plain("n"), .isValue(field: .plain("a"), .plain("1")))),
      (
        "n:{a:1 and m:{b<2}}",
        .nested(
          field: .plain("n"),
          .and([
            .isValue(field: .plain("a"), .plain("1")),
            .nested(field: .plain("m"), .range(field: .plain("b"), .less, .plain("2"))),
          ]))
      ),
    ] as [(String, KQLNode)])
  func constructs(query: String, expected: KQLNode) throws {
    #expect(try KQLParser.parse(query) == expected)
  }

  @Test func nestingIsBounded() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "a:1" + String(repeating: ")", count: depth)
    }
    #expect(try KQLParser.parse(nested(KQLParser.maximumDepth)) == Self.a)
    for query in [
      nested(KQLParser.maximumDepth + 1), String(repeating: "f:(", count: 1) + nested(100_000),
      String(repeating: "a:{", count: 100_000), "f:" + String(repeating: "(", count: 100_000),
    ] {
      #expect(throws: QuerySyntaxError.self) { try KQLParser.parse(query) }
    }
  }

  @Test func longChainsAreNoNesting() throws {
    let query = Array(repeating: "a:1", count: 20_000).joined(separator: " or ")
    #expect(try KQLParser.parse(query) == .or(Array(repeating: Self.a, count: 20_000)))
  }
}
