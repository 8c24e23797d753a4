import Events
import OrderedCollections
import Query
import Testing

/// What queries match, by the type of the field and the form of the value.
@Suite struct KQLMatchTests {
  private static let now = Timestamp("2026-11-24T12:00:00Z") ?? Timestamp(nanoseconds: 0)

  private func matches(_ query: String, _ document: String) throws -> Bool {
    let node = try KQLParser.parse(query)
    var builder = ProgramBuilder()
    _ = builder.add(try KQLCompiler(now: Self.now).compile(node))
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    source.move(to: try #require(try JSONReader.read(document).object))
    let matcher = Matcher(program: program)
    var found: [Int] = []
    matcher.matches(source, into: &found)
    // The index must never hide a match.
    #expect(found == (matcher.matches(query: 0, source) ? [0] : []))
    return !found.isEmpty
  }

  private static let event = #"""
    {"event":{"action":"StopLogging","category":["iam","file"],"severity":47,"created":"2026-11-20T10:00:00Z"},"user":{"name":"Ada Lovelace"},
    "source":{"ip":"192.0.2.77","port":443},"message":"The Quick brown-fox can't jump","process":{"command_line":"cmd /c whoami"},
    "aws":{"cloudtrail":{"read_only":false,"flattened":{"request_parameters":{"enable":true,"n":5,"text":"a b"}}}},
    "dll":{"pe":{"sections":[{"name":".text","entropy":5},{"name":".data","entropy":7}]}},"tags":["x","y"],"text":"é"}
    """#

  @Test(arguments: [
    // Keyword: case-sensitive, any value.
    ("event.action: StopLogging", true), ("event.action: stoplogging", false),
    ("event.action: \"StopLogging\"", true), ("event.action: Stop*", true),
    ("event.action: \"Stop*\"", false), ("event.action: *Log*", true), ("event.action: S*g", true),
    ("event.action: S*x", false), ("event.action: Stop?ogging", false),
    ("event.action: *", true), ("event.missing: *", false), ("event.category: iam", true),
    ("event.category: (iam and file)", true), ("event.category: (iam and x)", false),
    ("event.category: (x or file)", true), ("event.category: (not iam)", false),
    ("user.name: Ada Lovelace", true), ("user.name: Ada*", true), ("user.name: *da L*", true),
    // Missing fields: a test is false, its negation true.
    ("event.missing: x", false), ("not event.missing: x", true), ("not event.action: x", true),
    ("not event.action: StopLogging", false), ("not event.missing: *", true),
    // Addresses.
    ("source.ip: 192.0.2.77", true), ("source.ip: \"192.0.2.0/24\"", true),
    ("source.ip: 198.51.100.0/24", false), ("source.ip >= 192.0.2.0", true),
    ("source.ip < 192.0.2.77", false),
    // Numbers.
    ("source.port: 443", true), ("source.port: \"443\"", true), ("source.port: 443.0", true),
    ("source.port: 80", false), ("source.port > 442", true), ("source.port <= 442", false),
    ("event.severity >= 47 and event.severity < 48", true),
    // Dates: a day is the whole day.
    ("event.created: 2026-11-20", true), ("event.created: \"2026-11-20T10\"", true),
    ("event.created: 2026-11-21", false), ("event.created > \"now-5d\"", true),
    ("event.created < \"now-5d/d\"", false), ("event.created >= \"2026-11-20\"", true),
    ("event.created > \"2026-11-20\"", false), ("event.created <= \"2026-11-20\"", true),
    ("event.created < \"2026-11-20\"", false),
    // Booleans and flattened fields.
    ("aws.cloudtrail.read_only: false", true), ("aws.cloudtrail.read_only: \"false\"", true),
    ("aws.cloudtrail.read_only: true", false),
    ("aws.cloudtrail.flattened.request_parameters.enable: \"true\"", true),
    ("aws.cloudtrail.flattened.request_parameters.enable: true", true),
    ("aws.cloudtrail.flattened.request_parameters.n: 5", true),
    ("aws.cloudtrail.flattened.request_parameters.text: \"a b\"", true),
    ("aws.cloudtrail.flattened.request_parameters.text: a*", true),
    // Text: analysed.
    ("message: quick", true), ("message: QUICK", true), ("message: slow quick", true),
    ("message: \"quick brown\"", true), ("message: \"brown quick\"", false), ("message: \"fox can't\"", true),
    ("message: qui*", true), ("message: slow*", false),
    // Wildcard fields: a pattern with white space becomes alternatives.
    ("process.command_line: *whoami*", true), ("process.command_line: \"cmd /c whoami\"", true),
    ("process.command_line: nothing whoami*", false), ("process.command_line: xx *whoami", true),
    // Field names with patterns, nested objects, free text.
    ("event.*: StopLogging", true), ("event.*: Nothing", false), ("*.ip: 192.0.2.77", true),
    ("zzz*: *", false),
    ("dll.pe.sections: { name: .text and entropy: 5 }", true),
    ("dll.pe.sections: { name: .text and entropy: 7 }", false),
    ("dll.pe.sections: { name: .data and entropy > 6 }", true),
    ("StopLogging", true), ("Nothing", false),
    // Structure.
    ("event.action: StopLogging and source.port: 443", true),
    ("event.action: StopLogging and source.port: 80", false), ("event.action: X or source.port: 443", true),
    ("not (event.action: X or source.port: 80)", true), ("", true), ("event.action: null", false),
    ("text: é", true), ("text: \"\\u00e9\"", true),
  ])
  func queries(_ query: String, _ expected: Bool) throws {
    #expect(try matches(query, Self.event) == expected)
  }

  @Test(arguments: [
    "source.port: abc", "source.ip: host", "aws.cloudtrail.read_only: maybe", "event.created: soon",
    "source.port: 4*", "aws.cloudtrail.read_only > true",
  ])
  func valuesThatDoNotFitTheirFieldAreErrors(_ query: String) throws {
    let node = try KQLParser.parse(query)
    #expect(throws: KQLCompileError.self) { try KQLCompiler(now: Self.now).compile(node) }
  }

  @Test func longValuesAreNotSearchable() throws {
    let long = String(repeating: "x", count: 1025)
    let document =
      #"{"user":{"name":"\#(long)"},"process":{"command_line":"\#(long)"},"aws":{"cloudtrail":{"request_parameters":"\#(long)"}}}"#
    #expect(try !matches("user.name: *", document))
    #expect(try matches("not user.name: x*", document))
    #expect(try matches("process.command_line: x*", document))
    #expect(try matches("aws.cloudtrail.request_parameters: x*", document))
    // The limit counts UTF-16 units, not bytes.
    let wide = String(repeating: "é", count: 1024)
    #expect(try matches("user.name: *", #"{"user":{"name":"\#(wide)"}}"#))
  }
}
