import Events
import Query
import Testing

/// One query, one document, and whether they match.
struct Case: Sendable, CustomTestStringConvertible {
  let query: String
  let document: JSON
  let matches: Bool

  init(_ query: String, _ document: JSON, _ matches: Bool) {
    self.query = query
    self.document = document
    self.matches = matches
  }

  var testDescription: String { "\(query) on \(JSONWriter.text(document))" }
}

@Suite struct KQLSemanticsTests {
  private static let stop: JSON = ["event": ["action": "StopConfigurationRecorder"]]
  private static let many: JSON = ["event": ["action": ["one", "two three"]]]

  static let keyword = [
    Case("event.action: StopConfigurationRecorder", stop, true),
    Case("event.action: \"StopConfigurationRecorder\"", stop, true),
    Case("event.action: stopconfigurationrecorder", stop, false),
    Case("event.action: Stop", stop, false),
    Case("event.action: Stop*", stop, true), Case("event.action: stop*", stop, false),
    Case("event.action: *Recorder", stop, true), Case("event.action: *Config*", stop, true),
    Case("event.action: S*C*r", stop, true), Case("event.action: S*C*x", stop, false),
    Case("event.action: \"Stop*\"", stop, false), Case("event.action: Stop\\*", stop, false),
    Case("event.action: \"Stop*\"", ["event": ["action": "Stop*"]], true),
    Case("event.action: Stop\\*", ["event": ["action": "Stop*"]], true),
    Case("event.action: St?p*", stop, false),
    Case("event.action: St?p*", ["event": ["action": "St?p1"]], true),
    Case("event.action: two three", many, true), Case("event.action: *o t*", many, true),
    Case("event.action: two", many, false), Case("event.action: (one and two*)", many, true),
    Case("event.action: (one and two)", many, false), Case("event.action: (x or one)", many, true),
    Case("event.action: (not one)", many, false), Case("not event.action: one", many, false),
    Case("event.action: (one and not x)", many, true),
    Case("event.action: *", many, true), Case("event.action: *", ["event": ["action": []]], false),
    Case("event.action: *", ["event": ["action": .null]], false),
    Case("event.action: *", ["event": ["action": ""]], true),
    Case("event.action: *", ["event": [:]], false), Case("not event.action: *", [:], true),
    Case("event.action: x", [:], false), Case("not event.action: x", [:], true),
    Case("event.action: \"\"", ["event": ["action": ""]], true),
    Case("event.action: 5", ["event": ["action": 5]], true),
    Case("event.action: 5", ["event": ["action": 5.0]], false),
    Case("event.action: true", ["event": ["action": true]], true),
    Case("event.action: true", ["event": ["action": "true"]], true), Case("event.action: null", [:], false),
    Case("not event.action: null", stop, true),
    Case("event.action: null", ["event": ["action": "null"]], false),
    Case("event.action: \"null\"", ["event": ["action": "null"]], true),
    Case("event.action >= Start and event.action < T", stop, true), Case("event.action > a", stop, false),
    Case("event.action <= StopConfigurationRecorder", stop, true),
    Case("event.action < StopConfigurationRecorder", stop, false),
    Case("event.action: x", ["event.action": "x"], true),
    Case("event.action: x", ["event": [["action": "x"]]], true),
    Case("made.up.field: x", stop, false), Case("not made.up.field: x", stop, true),
    Case("event.action: (a and b)", ["event": ["action": ["a", "b"]]], true),
    Case("event.action: é*", ["event": ["action": "étude"]], true),
  ]

  @Test(arguments: keyword) func keywords(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  static let keywordLike = [
    // Wildcard fields: white space in a pattern separates alternatives, in a literal it does not.
    Case("process.command_line: *b c*", ["process": ["command_line": "c and more"]], true),
    Case("process.command_line: *b c*", ["process": ["command_line": "ends with b"]], true),
    Case("process.command_line: *b c*", ["process": ["command_line": "x b c x"]], false),
    Case("process.command_line: word x*", ["process": ["command_line": "word"]], true),
    Case("process.command_line: word x*", ["process": ["command_line": "a word"]], false),
    Case("process.command_line: * x", ["process": ["command_line": "anything"]], true),
    Case("process.command_line: b c", ["process": ["command_line": "b c"]], true),
    Case("process.command_line: b c", ["process": ["command_line": "b"]], false),
    Case("process.command_line: \"*b*\"", ["process": ["command_line": "abc"]], false),
    Case("process.command_line: ABC*", ["process": ["command_line": "abcd"]], false),
    Case("process.command_line: a\u{A0}b*", ["process": ["command_line": "a\u{A0}bc"]], true),
    Case("event.dataset: aws.cloudtrail", ["event": ["dataset": "aws.cloudtrail"]], true),
    Case("event.dataset: aws.* x", ["event": ["dataset": "aws.cloudtrail"]], true),
    Case("event.dataset: (a or aws*)", ["event": ["dataset": "aws.cloudtrail"]], true),
    Case(
      "aws.cloudtrail.flattened.request_parameters.reason: spot*",
      ["aws": ["cloudtrail": ["flattened": ["request_parameters": ["reason": "spot a"]]]]], true),
    Case(
      "aws.cloudtrail.flattened.request_parameters.deep.flag: true",
      ["aws": ["cloudtrail": ["flattened": ["request_parameters": ["deep": ["flag": true]]]]]], true),
    Case(
      "aws.cloudtrail.flattened.request_parameters.count: 5",
      ["aws": ["cloudtrail": ["flattened": ["request_parameters": ["count": 5]]]]], true),
  ]

  @Test(arguments: keywordLike) func keywordLikeTypes(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  private static let ips: JSON = ["source": ["ip": ["10.1.2.3", "2001:db8::1"]]]

  static let addresses = [
    Case("source.ip: 10.1.2.3", ips, true), Case("source.ip: \"10.0.0.0/8\"", ips, true),
    Case("source.ip: 10.2.0.0/16", ips, false), Case("source.ip: \"2001:db8:0:0::1\"", ips, true),
    Case("source.ip: \"2001:db8::/32\"", ips, true), Case("source.ip: (1.1.1.1 or 10.1.2.0/24)", ips, true),
    Case("not source.ip: 10.0.0.0/8", ["source": ["ip": "AWS Internal"]], true),
    Case("not source.ip: 10.0.0.0/8", [:], true), Case("source.ip: *", ips, true),
    Case("source.ip >= 10.1.2.3 and source.ip < 10.1.2.4", ["source": ["ip": "10.1.2.3"]], true),
    Case("source.ip > 10.1.2.3", ["source": ["ip": "10.1.2.3"]], false),
  ]

  @Test(arguments: addresses) func ip(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  private static let port: JSON = ["source": ["port": [443, "8080"]]]

  static let numbers = [
    Case("source.port: 443", port, true), Case("source.port: \"443\"", port, true),
    Case("source.port: 443.0", port, true),
    Case("source.port: 8080", port, true), Case("source.port: 80", port, false),
    Case("source.port > 8000", port, true),
    Case("source.port >= 8081", port, false), Case("source.port <= 443", port, true),
    Case("source.port < 443", port, false),
    Case("source.port > 500 and source.port < 8000", port, true), Case("source.port: *", port, true),
    Case("source.port: 443", ["source": ["port": 443.9]], true),
    Case("source.port: 443.9", ["source": ["port": 443.9]], false),
    Case("source.port: 1", ["source": ["port": true]], false),
    Case("source.port: 443", ["source": ["port": "x"]], false),
    Case("not source.port: 443", [:], true),
    Case("event.risk_score: 7.5", ["event": ["risk_score": 7.50]], true),
    Case("event.risk_score > 7", ["event": ["risk_score": "7.5"]], true),
    Case("event.risk_score: 1e2", ["event": ["risk_score": 100]], true),
  ]

  @Test(arguments: numbers) func number(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  static let booleans = [
    Case("process.interactive: true", ["process": ["interactive": true]], true),
    Case("process.interactive: \"true\"", ["process": ["interactive": true]], true),
    Case("process.interactive: true", ["process": ["interactive": "true"]], true),
    Case("process.interactive: false", ["process": ["interactive": true]], false),
    Case("process.interactive: false", [:], false), Case("not process.interactive: false", [:], true),
    Case("process.interactive: (true or false)", ["process": ["interactive": [true, false]]], true),
  ]

  @Test(arguments: booleans) func boolean(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  private static func at(_ time: JSON) -> JSON { ["@timestamp": time] }

  static let dates = [
    Case("@timestamp: 2026-06-15", at("2026-06-15T00:00:00.000Z"), true),
    Case("@timestamp: 2026-06-15", at("2026-06-15T23:59:59.999Z"), true),
    Case("@timestamp: 2026-06-15", at("2026-06-16T00:00:00.000Z"), false),
    Case("@timestamp: 2026-06", at("2026-06-30T23:59:59Z"), true),
    Case("@timestamp: 2026", at("2026-12-31T23:00:00Z"), true),
    Case("@timestamp: \"2026-06-15T10\"", at("2026-06-15T10:59:00Z"), true),
    Case("@timestamp: \"2026-06-15T10:20:30Z\"", at("2026-06-15T10:20:30.900Z"), true),
    Case("@timestamp: \"2026-06-15T10:20:30.000Z\"", at("2026-06-15T10:20:30.001Z"), false),
    Case("@timestamp > 2026-06-15", at("2026-06-15T23:59:59Z"), false),
    Case("@timestamp >= 2026-06-15", at("2026-06-15T00:00:00Z"), true),
    Case("@timestamp < 2026-06-15", at("2026-06-15T00:00:00Z"), false),
    Case("@timestamp <= 2026-06-15", at("2026-06-15T23:59:59Z"), true),
    Case("@timestamp >= \"now-30d/d\"", at("2026-05-16T00:00:00Z"), true),
    Case("@timestamp >= \"now-30d/d\"", at("2026-05-15T23:59:59Z"), false),
    Case("@timestamp >= now-5m", at("2026-06-15T12:25:45.500Z"), true),
    Case("@timestamp < now", at("2026-06-15T12:30:45Z"), true),
    Case("@timestamp >= now-1M", at("2026-05-15T12:30:45.500Z"), true),
    Case("@timestamp <= now/d", at("2026-06-15T23:59:59.999Z"), true),
    Case("@timestamp < now/d", at("2026-06-15T00:00:00Z"), false),
    Case("@timestamp: \"2026-01-01||+1M/d\"", at("2026-02-01T05:00:00Z"), true),
    Case("@timestamp: 1781526645500", at("2026-06-15T12:30:45.500Z"), true),
    Case("@timestamp >= 2026-06-15", at(1_781_526_645_500), true),
    Case("@timestamp: *", at("2026-06-15"), true),
    Case("@timestamp > 2020", at("not a date"), false), Case("@timestamp > 999", at("2026-06-15"), true),
    Case("@timestamp >= \"2026-06-15T12:00:00+02:00\"", at("2026-06-15T10:00:00Z"), true),
  ]

  @Test(arguments: dates) func date(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  private static let message: JSON = ["message": "The Quick brown-fox, jumps 2.5 times; don't"]

  static let texts = [
    Case("message: quick", message, true), Case("message: QUICK", message, true),
    Case("message: slow quick", message, true),
    Case("message: \"quick brown\"", message, true), Case("message: \"brown quick\"", message, false),
    Case("message: \"Brown Fox\"", message, true), Case("message: qui*", message, true),
    Case("message: QUI*", message, true),
    Case("message: *ick bro*", message, true), Case("message: brown-slow x*", message, true),
    Case("message: *ick* zz", message, true), Case("message: \"qui*\"", message, false),
    Case("message: 2.5", message, true), Case("message: don't", message, true),
    Case("message: qu", message, false),
    Case("not message: slow", message, true), Case("message: *", message, true),
    Case("message: \"...\"", message, false),
    Case("message: (quick and fox)", message, true), Case("message: \"\"", message, false),
    Case(
      "powershell.file.script_block_text: \"Invoke-Expression\"",
      ["powershell": ["file": ["script_block_text": "x; invoke Expression y"]]], true),
  ]

  @Test(arguments: texts) func text(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  private static let mixed: JSON = [
    "event": ["action": "Stop"], "source": ["ip": "10.1.2.3", "port": 443], "message": "a quick fox",
    "user": ["name": ["Ann", "Bob Jr"]], "process": ["interactive": true],
  ]

  static let fieldPatterns = [
    Case("event.*: Stop", mixed, true), Case("*.action: St*", mixed, true), Case("user*: Bob", mixed, false),
    Case("user*: \"Bob Jr\"", mixed, true), Case("source.*: 443", mixed, true),
    Case("source.*: 10.0.0.0/8", mixed, true),
    Case("source.*: word", mixed, false), Case("not source.*: word", mixed, true),
    Case("source.*: *", mixed, true),
    Case("network.*: *", mixed, false), Case("*: *", [:], true), Case("*: Stop", mixed, true),
    Case("sour*.port > 400", mixed, true), Case("sour*.port > 500", mixed, false),
    Case("event.*: stop", mixed, false),
    Case("event.*: (Go or Stop)", mixed, true), Case("process.inter*: true", mixed, true),
    Case("Stop", mixed, true), Case("quick", mixed, true), Case("\"quick fox\"", mixed, true),
    Case("\"fox quick\"", mixed, false),
    Case("443", mixed, true), Case("10.1.2.3", mixed, true), Case("nothing_here", mixed, false),
    Case("*", [:], true),
    Case("St* zzz*", mixed, true), Case("qui*", mixed, true), Case("Bob", mixed, false),
    Case("not Stop", mixed, false),
    Case("Ann and Stop", mixed, true), Case("?.action: Stop", mixed, false), Case("true", mixed, true),
    Case("a*.b: 1", ["ax": ["b": "1"]], true), Case("a*.b: 1", ["ax.b": "1"], true),
  ]

  @Test(arguments: fieldPatterns) func fieldPattern(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  private static let attachments: JSON = [
    "email": [
      "attachments": [
        ["file": ["name": "a.txt", "size": 1], "parts": [["k": "x", "v": "1"], ["k": "y", "v": "2"]]],
        ["file": ["name": "b.exe", "size": 2], "parts": ["k": "x", "v": "2"]],
      ]
    ]
  ]

  static let nestedObjects = [
    Case("email.attachments: { file.name: a.txt and file.size: 1 }", attachments, true),
    Case("email.attachments: { file.name: a.txt and file.size: 2 }", attachments, false),
    Case("email.attachments.file.name: a.txt and email.attachments.file.size: 2", attachments, true),
    Case("email.attachments: { not file.name: a.txt }", attachments, true),
    Case("not email.attachments: { file.name: a.txt }", attachments, false),
    Case("email.attachments: { file.name: (*.exe or *.dll) and file.size > 1 }", attachments, true),
    Case("email.attachments: { parts: { k: x and v: 2 } and file.name: a.txt }", attachments, false),
    Case("email.attachments: { parts: { k: x and v: 2 } and file.name: b.exe }", attachments, true),
    Case("email.attachments: { file.*: a.txt and file.s*: 1 }", attachments, true),
    Case("email.attachments: { file.*: a.txt and file.s*: 2 }", attachments, false),
    Case("email.attachments: { file.name: * }", [:], false),
    Case("not email.attachments: { file.name: x }", [:], true),
    Case("email: { attachments.file.name: a.txt }", attachments, true),
  ]

  @Test(arguments: nestedObjects) func nested(_ test: Case) throws {
    #expect(try kql(test.query, matches: test.document) == test.matches)
  }

  @Test(arguments: [
    ("source.ip: somewhere", "source.ip"), ("source.ip: 10.*", "source.ip"),
    ("source.ip: 10.0.0.0/33", "source.ip"),
    ("source.ip > 10.0.0.0/8", "source.ip"), ("source.port: https", "source.port"),
    ("source.port: 44*", "source.port"),
    ("source.port: 0x1BB", "source.port"), ("source.port: nan", "source.port"),
    ("source.port: inf", "source.port"),
    ("process.interactive: yes", "process.interactive"),
    ("process.interactive > false", "process.interactive"),
    ("@timestamp: yesterday", "@timestamp"), ("@timestamp > now-5q", "@timestamp"),
    ("@timestamp: 2026*", "@timestamp"),
    ("@timestamp: 2026-13-01", "@timestamp"), ("a: b and not (c: d or source.port: x)", "source.port"),
  ])
  func valuesThatDoNotFit(query: String, field: String) throws {
    let node = try KQLParser.parse(query)
    let error = try #require(throws: KQLCompileError.self) { try KQLCompiler(now: present).compile(node) }
    #expect(error.field == field)
    #expect(error.description.contains("takes"))
  }

  @Test(arguments: [
    ("event.action", 1024, true), ("event.action", 1025, false),
    ("aws.cloudtrail.request_parameters", 8191, true),
    ("aws.cloudtrail.request_parameters", 8192, false),
  ])
  func longValuesAreInvisible(field: String, length: Int, isVisible: Bool) throws {
    for letter in ["x", "é", "😀"] {
      let count = letter == "😀" ? length / 2 + length % 2 : length
      let document = JSON(dictionaryLiteral: (field, .string(String(repeating: letter, count: count))))
      let isSeen = letter == "😀" ? count * 2 <= (length > 8000 ? 8191 : 1024) : isVisible
      #expect(try kql("\(field): *", matches: document) == isSeen)
      #expect(try kql("\(field): \(letter)*", matches: document) == isSeen)
      #expect(try kql("not \(field): \(letter)*", matches: document) == !isSeen)
      #expect(try kql("\(field.dropLast())*: *", matches: document) == isSeen)
      #expect(try kql("\(field): *", matches: document, types: FieldTypes(limits: .none)))
    }
  }
}
