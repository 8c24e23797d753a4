import Events
import OrderedCollections
import Query
import TestSupport
import Testing

/// No text makes a reader of queries or patterns crash, and what is accepted can be compiled and run. `NIGHTJAR_FUZZ` in
/// the environment multiplies the number of texts.
@Suite struct FuzzTests {
  private static let document: JSON = [
    "event": ["category": ["process"], "action": "Get"], "user": ["name": ["a", "b"]],
    "process": ["pid": 5, "name": "x.exe"],
    "source": ["ip": "10.0.0.1"], "m": "2024-01-02 key=value a,b",
  ]

  private func texts(_ seeds: [String], _ pieces: [String], count: Int) -> [String] {
    var mutation = Mutation(seed: UInt64(seeds.count * 977), pieces: pieces)
    return (0..<count * Fuzzing.factor).map { mutation.mutate(seeds[$0 % seeds.count]) }
  }

  @Test func kqlIsReadOrRefused() throws {
    let seeds = [
      "event.action: (Get or \"Put It\") and not user.name: a*",
      "a.*: x and source.ip: 10.0.0.0/8 or b >= \"now-1d/d\"",
      "list: { a: 1 and b: *x* } or \\u0041\\:b : y",
    ]
    for text in texts(
      seeds, [" and ", " or ", "not ", "(", ")", "{", "}", ":", "*", "\"", "\\", "\\u12", ">=", "null"],
      count: 3000)
    {
      _ = try? kql(text, matches: Self.document)
    }
  }

  @Test func eqlIsReadOrRefused() throws {
    let seeds = [
      "process where process.name : (\"x*\", \"y?\") and not user.name in~ (\"a\") and length(m) > 3",
      "sequence by user.name with maxspan=5m [any where true] with runs=2 ![file where a regex \"x+\"] [any where ?b == null] until [any where false] | head 3",
      "sample by user.name [any where a + 1 == 2] [any where between(m, \"k\", \"v\", true) == \"x\"]",
    ]
    let pieces = [
      "[", "]", "![", "(", ")", " by ", " where ", " and ", "with runs=", "\"\"\"", "/*", "~", "?", "-",
      "9999999999999999999", "`",
    ]
    for text in texts(seeds, pieces, count: 4000) {
      guard let query = try? EQLParser.parse(text) else { continue }
      for term in query.terms {
        guard let compiled = try? EQLCompiler(now: present).compile(term.filter) else { continue }
        _ = try expression(compiled, matches: Self.document)
      }
    }
  }

  @Test func esqlIsReadOrRefused() throws {
    let seeds = [
      "FROM a-*, b METADATA _id | WHERE event.action IN (\"Get\") AND NOT user.name LIKE \"a*\" | EVAL x = CASE(process.pid > 3, LENGTH(m), 0) | STATS n = COUNT(*), v = VALUES(x) WHERE x > 1 BY user.name, d = DATE_TRUNC(1 hour, @timestamp) | SORT n DESC NULLS LAST | LIMIT 3",
      "ROW a = [1, 2], b = \"x y\" | MV_EXPAND a | DISSECT b \"%{p} %{q->}\" | GROK b \"%{WORD:w} (?<z.y>.*)\" | RENAME p AS r | KEEP r, *w*, z.* | DROP w",
      "FROM x | INLINE STATS m = MAX(process.pid) BY user.name | EVAL s = REPLACE(m::string, \"(5)\", \"<$1>\"), t = MV_CONCAT(SPLIT(\"a;b\", \";\"), \"-\") | WHERE KQL(\"event.action: Get\")",
    ]
    let pieces = [
      "|", "(", ")", "[", "]", "::", " BY ", ",", "=", "\"\"\"", "//", "*", " AS ", " NOT ",
      "9223372036854775807", "`", "1 month", "null",
    ]
    for text in texts(seeds, pieces, count: 4000) { _ = try? esql(text, over: [Self.document, ["m": "x"]]) }
  }

  @Test func patternsAreReadOrRefused() throws {
    let seeds = [
      "(a|b)*?c{2,5}[^x-z\\d]+(?<n>.*)\\bfoo(?=bar)(?<!q)$", "<1-300>&~(ab#|\"x.y\"@)[a-z]{0,3}",
      "(?i:x(?>y+)z)\\Q.*\\E\\p{Alpha}[[:digit:]]",
    ]
    let pieces = [
      "(", ")", "[", "]", "{", "}", "{1000}", "*", "+?", "|", "\\", "(?", "(?<", "(?<=", "&", "~", "<", ">",
      "#",
    ]
    let subject = Array("aabbcc foobar 12 x.y".unicodeScalars)
    for text in texts(seeds, pieces, count: 4000) {
      _ = try? Pattern(text).firstMatch(in: subject)
      _ = try? LuceneRegex(text, ignoresCase: text.count % 2 == 0).matches("aabbcc foobar")
      _ = try? esql("ROW m = \"a b\" | GROK m \"\"\"\(text)\"\"\" | DISSECT m \"\"\"%{a}\(text)%{b}\"\"\"")
    }
  }
}
