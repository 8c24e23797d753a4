import Query
import TestSupport
import Testing

@Suite struct KQLParserTests {
  private static func value(_ field: String, _ value: KQLValue) -> KQLNode {
    .isValue(field: .plain(field), value)
  }

  @Test(
    arguments: [
      ("", KQLNode.empty), ("  \n", .empty), ("a:b", value("a", .plain("b"))),
      ("a : b", value("a", .plain("b"))), ("a:\"b c\"", value("a", .quoted("b c"))),
      ("a: b c d", value("a", .plain("b c d"))), ("a: b  ", value("a", .plain("b"))),
      ("a:\"x*y\"", value("a", .quoted("x*y"))),
      ("a:x*y", value("a", .pattern([.text("x"), .star, .text("y")]))),
      ("a:*", value("a", .pattern([.star]))),
      ("a:foo *bar", value("a", .pattern([.text("foo "), .star, .text("bar")]))),
      ("a:x\\*y", value("a", .plain("x*y"))),
      ("a: true", value("a", .bool(true))), ("a: null", value("a", .null)),
      ("a: \"true\"", value("a", .quoted("true"))), ("a: truely", value("a", .plain("truely"))),
      ("a: 5", value("a", .plain("5"))), ("a: x?y", value("a", .plain("x?y"))),
      ("a:\\(b\\)", value("a", .plain("(b)"))),
      ("a:\"q\\\"r\\\\s\\nt\\u00e9\\x\"", value("a", .quoted("q\"r\\s\nt\u{E9}\\x"))),
      ("a:x\\u0041", value("a", .plain("xA"))), ("a: x\\or y", value("a", .plain("xor y"))),
      (
        "a:b and c:d or e:f",
        .or([.and([value("a", .plain("b")), value("c", .plain("d"))]), value("e", .plain("f"))])
      ),
      (
        "a:b AND (c:d Or e:f)",
        .and([value("a", .plain("b")), .or([value("c", .plain("d")), value("e", .plain("f"))])])
      ),
      ("not a:b and c:d", .and([.not(value("a", .plain("b"))), value("c", .plain("d"))])),
      ("NOT (a:b)", .not(value("a", .plain("b")))),
      (
        "a:(b or c and not d)",
        .list(
          field: .plain("a"),
          .or([
            .isValue(field: nil, .plain("b")),
            .and([.isValue(field: nil, .plain("c")), .not(.isValue(field: nil, .plain("d")))]),
          ]))
      ),
      ("a:(not b)", .list(field: .plain("a"), .not(.isValue(field: nil, .plain("b"))))),
      ("a:((b))", .list(field: .plain("a"), .isValue(field: nil, .plain("b")))),
      ("a >= 5", .range(field: .plain("a"), .greaterOrEqual, .plain("5"))),
      ("a<\"now-1d/d\"", .range(field: .plain("a"), .less, .quoted("now-1d/d"))),
      (
        "a:{ b:c and d:e }",
        .nested(field: .plain("a"), .and([value("b", .plain("c")), value("d", .plain("e"))]))
      ),
      ("a.*:b", .isValue(field: .pattern([.text("a."), .star]), .plain("b"))),
      ("free text", .isValue(field: nil, .plain("free text"))),
      ("a:b\u{A0}and\u{A0}c:d", .and([value("a", .plain("b")), value("c", .plain("d"))])),
      ("a: android", value("a", .plain("android"))),
      // A keyword needs white space on both sides.
      ("a:b or", value("a", .plain("b or"))), ("and a:b", value("and a", .plain("b"))),
    ] as [(String, KQLNode)])
  func reads(_ query: String, _ node: KQLNode) throws {
    #expect(try KQLParser.parse(query) == node)
  }

  @Test(arguments: [
    ("not not a:b", 1, 5), ("a: not b", 1, 4), ("a:", 1, 3), ("(a:b", 1, 5), ("a:b)", 1, 4), ("a:(b", 1, 5),
    ("a:{b:c", 1, 7), ("a:b\nand c:(d", 2, 9), ("a: \"b", 1, 4),
    ("a >= x*", 1, 6), ("a\\q:b", 1, 2), (":b", 1, 1), ("a > ", 1, 5), ("a:<b", 1, 3),
  ])
  func errorsPointAtTheirPlace(_ query: String, _ line: Int, _ column: Int) {
    do throws(KQLError) {
      let node = try KQLParser.parse(query)
      Issue.record("\(query) was read as \(node)")
    } catch {
      #expect((error.line, error.column) == (line, column), "\(query): \(error)")
      #expect(error.excerpt.split(separator: "\n").last?.count == column + 2)
    }
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "(", count: 5000) + "a:b" + String(repeating: ")", count: 5000)
    #expect(throws: KQLError.self) { try KQLParser.parse(deep) }
    #expect(throws: KQLError.self) { try KQLParser.parse("a:" + deep) }
    #expect(throws: KQLError.self) { try KQLParser.parse(String(repeating: "a:{", count: 5000)) }
  }

  /// What the printer writes reads back as the same query, for random queries.
  @Test func printingRoundTrips() throws {
    var random = SplitMix(state: 11)
    for _ in 0..<3000 {
      let node = Self.node(&random, depth: 3)
      let text = KQLPrinter.text(node)
      #expect(try KQLParser.parse(text) == node, "\(text)")
    }
  }

  private static let words = [
    "a", "or", "and", "not", "x y", "a or b", "not x", "tr\"ue", "null", "é", "(x)", "a:b", "a\\b", "<",
    "1.5", "\n", "x\ty", "true",
  ]

  private static func literal(_ random: inout SplitMix) -> KQLValue {
    let word = words[Int(random.next() % UInt64(words.count))]
    switch random.next() % 6 {
    case 0: return .quoted(word)
    case 1: return .pattern([.text(word), .star])
    case 2: return .pattern([.star, .text(word), .star])
    case 3: return .bool(random.next() % 2 == 0)
    case 4: return .null
    default: return .plain(word)
    }
  }

  private static func node(_ random: inout SplitMix, depth: Int) -> KQLNode {
    let field = KQLField.plain("f\(random.next() % 3)")
    guard depth > 0 else { return .isValue(field: field, literal(&random)) }
    switch random.next() % 7 {
    case 0: return .and([node(&random, depth: depth - 1), node(&random, depth: depth - 1)])
    case 1:
      return .or([node(&random, depth: depth - 1), node(&random, depth: depth - 1), node(&random, depth: 0)])
    case 2: return .not(node(&random, depth: depth - 1))
    case 3:
      return .list(
        field: field,
        .or([.isValue(field: nil, literal(&random)), .not(.isValue(field: nil, literal(&random)))]))
    case 4: return .range(field: field, .less, .plain("5"))
    case 5: return .nested(field: field, node(&random, depth: depth - 1))
    default: return .isValue(field: field, literal(&random))
    }
  }
}
