import Query
import TestSupport
import Testing

@Suite struct KQLPrinterTests {
  @Test(arguments: [
    ("", ""), ("a:1", "a: 1"), ("(a:1 or b:2) and not (not c:3)", "(a: 1 or b: 2) and not (not c: 3)"),
    ("f:( a or not b* )", "f: (a or not b*)"), ("f>=\"now-1d\"", "f >= \"now-1d\""),
    ("n:{a:1 and b:\"x\\\"y\"}", "n: { a: 1 and b: \"x\\\"y\" }"), ("f: \\u0074rue", "f: true"),
    ("word", "word"),
  ])
  func text(query: String, expected: String) throws {
    #expect(KQLPrinter.text(try KQLParser.parse(query)) == expected)
  }

  @Test func whatIsPrintedReadsBackAsTheSame() throws {
    var random = SplitMix(state: 7)
    for _ in 0..<5000 {
      let node = RandomKQL.node(&random, depth: 4)
      let text = KQLPrinter.text(node)
      #expect(try KQLParser.parse(text) == node, "\(text)")
    }
  }
}
