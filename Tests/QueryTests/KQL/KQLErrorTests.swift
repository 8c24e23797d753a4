import Query
import Testing

@Suite struct QuerySyntaxErrorTests {
  @Test(
    arguments: [
      ("not not x", 1, 5, "keyword \"not\""), ("f: not x", 1, 4, "keyword \"not\""),
      ("a:", 1, 3, "the query ends here"), ("a:1)", 1, 4, "unexpected \")\""),
      ("(a:1", 1, 5, "expected \")\""), ("f:(a or", 1, 8, "expected \")\""),
      ("f:()", 1, 4, "expected a value"),
      ("a:1 and\n b:\"open", 2, 4, "never closed"), ("a:1 or\nb:2 or\nc:<3", 3, 3, "unexpected \"<\""),
      ("f: \\x", 1, 4, "backslash"), ("f < a*", 1, 5, "pattern"), ("f: { a: 1", 1, 10, "expected \"}\""),
      ("f: foonot bar", 1, 7, "keyword \"not\""), ("é:ü:x", 1, 4, "unexpected \":\""),
      ("a:b:c", 1, 4, "unexpected \":\""),
      ("and b:1 or ", 1, 12, "the query ends here"), ("f:(a, b", 1, 8, "expected \")\""),
    ] as [(String, Int, Int, String)])
  func places(query: String, line: Int, column: Int, message: String) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try KQLParser.parse(query) }
    #expect(error.line == line && error.column == column, "\(error)")
    #expect(error.message.contains(message), "\(error)")
  }

  @Test func theExcerptPointsAtThePlace() throws {
    let error = try #require(throws: QuerySyntaxError.self) { try KQLParser.parse("a:1 and\nb:2 )") }
    #expect(error.lineText == "b:2 )")
    #expect(error.description.hasPrefix("line 2, column 5: "))
    #expect(error.excerpt.hasSuffix("\n  b:2 )\n      ^"))
  }
}
