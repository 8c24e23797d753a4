import Events
import Query
import Testing

/// Whether the condition of an EQL event query matches a document.
func eql(_ query: String, matches document: JSON) throws -> Bool {
  let term = try EQLParser.parse(query).terms[0]
  return try expression(EQLCompiler(now: present).compile(term.filter), matches: document)
}

@Suite struct EQLTests {
  static let document: JSON = [
    "event": ["category": ["process", "host"], "type": "start"],
    "process": [
      "name": "Cmd.exe", "args": ["Cmd.exe", "/c", "whoami"], "pid": 42, "parent": ["name": "explorer.exe"],
      "command_line": "cmd.exe /c whoami",
    ],
    "source": ["ip": "10.1.2.3", "port": 443], "host": ["name": "h1"],
    "custom": ["version": "1.11.3", "count": 7, "flag": true],
  ]

  /// Source: https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax and eql-function-ref.
  @Test(arguments: [
    ("process where true", true), ("file where true", false), ("any where true", true),
    ("\"process\" where true", true),
    ("any where process.name == \"Cmd.exe\"", true), ("any where process.name == \"cmd.exe\"", false),
    ("any where process.name : \"cmd.exe\"", true), ("any where process.name : (\"a\", \"CMD*\")", true),
    ("any where process.name like \"cmd*\"", false), ("any where process.name like~ \"cmd*\"", true),
    ("any where process.name like \"Cm?.exe\"", true), ("any where process.name == \"Cmd*\"", false),
    ("any where process.name in (\"x\", \"Cmd.exe\")", true),
    ("any where process.name in~ (\"CMD.EXE\")", true),
    ("any where process.name in~ (\"CMD*\")", false), ("any where process.name not in (\"x\")", true),
    ("any where process.name regex \"Cmd[.]e.e\"", true), ("any where process.name regex \"md\"", false),
    ("any where process.name regex~ (\"x\", \"cmd.*\")", true), ("any where process.args == \"/c\"", true),
    ("any where process.args == \"/c\" and process.args == \"whoami\"", true),
    ("any where not process.args == \"/c\"", false),
    ("any where process.pid == 42", true), ("any where process.pid != 42", false),
    ("any where 40 < process.pid", true),
    ("any where process.pid >= 43", false), ("any where process.pid in (1, 42)", true),
    ("any where custom.count > 6.5", true),
    ("any where custom.flag", true), ("any where custom.flag == false", false),
    ("any where not custom.flag", false),
    ("any where missing == null", true), ("any where missing != null", false),
    ("any where ?missing == null", true),
    ("any where not missing == \"a\"", true), ("any where missing != \"a\"", true),
    ("any where missing < 5", false),
    ("any where not (missing < 5)", true), ("any where null == (missing > 1)", true),
    ("any where ?a == ?b", true),
    ("any where cidrMatch(source.ip, \"192.168.0.0/16\", \"10.0.0.0/8\")", true),
    ("any where cidrmatch(source.ip, \"11.0.0.0/8\")", false),
    ("any where source.ip == \"10.1.2.3\"", true), ("any where source.port == 443", true),
    ("any where startsWith(process.name, \"Cmd\")", true),
    ("any where startsWith(process.name, \"cmd\")", false),
    ("any where startswith~(process.name, \"cmd\")", true),
    ("any where endsWith~(process.name, \".EXE\")", true),
    ("any where stringContains(process.command_line, \"who\")", true),
    ("any where stringContains~(process.command_line, \"WHO\")", true),
    ("any where stringContains(process.command_line, process.parent.name)", false),
    ("any where not stringContains(missing, \"a\")", true),
    ("any where length(process.name) == 7", true), ("any where length(process.args) > 5", true),
    ("any where substring(process.name, 0, 3) == \"Cmd\"", true),
    ("any where substring(process.name, -3) : \"EXE\"", true),
    ("any where indexOf(process.name, \"d\") == 2", true),
    ("any where indexOf(process.name, \"zz\") == null", true),
    ("any where concat(process.name, \":\", process.pid) == \"Cmd.exe:42\"", true),
    ("any where between(process.command_line, \"cmd\", \"who\") == \".exe /c \"", true),
    ("any where add(process.pid, 1) == 43 and subtract(process.pid, 2) == 40", true),
    ("any where process.pid * 2 == 84", true),
    ("any where process.pid / 4 == 10", true), ("any where process.pid / 4.0 == 10.5", true),
    ("any where process.pid % 5 == 2", true),
    ("any where divide(process.pid, 0) == 1", false), ("any where number(\"0x2a\", 16) == process.pid", true),
    ("any where string(process.pid) == \"42\"", true),
    ("any where modulo(process.pid, 4) == 2 and multiply(2, 3) == 6", true),
    ("any where wildcard(process.name, \"C*\", \"x\")", true),
    ("any where match~(process.name, \"cmd.*\")", true),
    ("any where custom.version > \"1.5.0\"", true), ("any where custom.version < \"1.2\"", false),
    ("any where process.name == \"\"\"Cmd.exe\"\"\"", true),
    ("any where `process`.`name` == \"Cmd.exe\"", true),
    ("any where /* c */ true // end", true), ("any where not not true", true),
    ("any where true and false or true", true),
    ("any where process.name == \"C\\u{6d}d.exe\"", true), ("any where -1 < process.pid", true),
  ])
  func conditionsHaveElasticsearchsMeaning(_ query: String, _ expected: Bool) throws {
    #expect(try eql(query, matches: Self.document) == expected)
  }

  @Test(arguments: [
    ("process where", "line 1, column 14"), ("process true", "line 1, column 9"),
    ("any where a = 1", "line 1, column 13"),
    ("any where 'a'", "line 1, column 11"), ("any where nope(a)", "line 1, column 11"),
    ("any where length(a, b) == 1", "line 1, column 11"),
    ("any where a[0] == 1", "line 1, column 12"),
    ("join by a [any where true] [any where true]", "line 1, column 1"),
    ("sequence [any where true]", "line 1, column 26"), ("any where true | count", "line 1, column 18"),
    ("sequence by a [any where true] by b [any where true]", "line 1, column 53"),
    ("any where a ==\n\"b", "line 2, column 1"),
    ("sequence ![any where true] [any where true]", "line 1, column 44"),
    ("any where string~(a) == 1", "line 1, column 11"),
    ("sequence with maxspan=5q [any where true] [any where true]", "line 1, column 24"),
  ])
  func errorsPointAtTheColumn(_ query: String, _ place: String) {
    do {
      _ = try EQLParser.parse(query)
      Issue.record("\(query) was accepted")
    } catch {
      #expect("\(error)".hasPrefix(place), "\(query): \(error)")
    }
  }

  @Test(arguments: [
    "any where source.port == \"x\"", "any where source.ip == \"x\"", "any where length(a)", "any where 5",
    "any where a + 1",
    "any where a regex \"(\"", "any where cidrMatch(source.ip, \"x\")",
    "any where @timestamp > \"yesterday\"",
  ])
  func valuesMustFitTheirFields(_ query: String) {
    #expect(throws: EQLCompileError.self) { try eql(query, matches: Self.document) }
  }

  @Test func depthIsBounded() {
    let deep = "any where " + String(repeating: "not ", count: 5000) + "true"
    #expect(throws: QuerySyntaxError.self) { try EQLParser.parse(deep) }
  }

  @Test func choicesOfValuesAreTriedOneByOne() throws {
    let document: JSON = ["a": ["x", "needle"], "b": ["haystack with needle", "y"]]
    #expect(try eql("any where stringContains(b, a)", matches: document))
    #expect(try !eql("any where stringContains(a, b)", matches: document))
  }
}
