import Events
import Query
import Rules
import Testing

@Suite struct ExceptionCompilerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let entries: [ExceptionEntry]
    let document: JSON
    let isMatch: Bool
    var testDescription: String { "\(entries.map(\.kind)) \(JSONWriter.text(document)) \(isMatch)" }

    init(_ entries: ExceptionEntry..., matches: JSON) {
      (self.entries, document, isMatch) = (entries, matches, true)
    }

    init(_ entries: ExceptionEntry..., ignores: JSON) {
      (self.entries, document, isMatch) = (entries, ignores, false)
    }
  }

  private static func entry(_ field: String, _ kind: ExceptionEntry.Kind, isIncluded: Bool = true)
    -> ExceptionEntry
  {
    ExceptionEntry(field: field, isIncluded: isIncluded, kind: kind)
  }

  private static func item(_ condition: ExceptionItem.Condition, osTypes: [String] = []) -> ExceptionItem {
    ExceptionItem(
      id: "i", name: "n", condition: condition, osTypes: osTypes,
      source: RuleSource(path: "e.toml", line: 7))
  }

  private static let lists: [String: ValueList] = {
    let lists = [
      try? ValueList(id: "names", kind: .keyword, items: ["alice", "bob", "7"]),
      try? ValueList(id: "hosts", kind: .ip, items: ["192.0.2.7", "2001:db8::1"]),
      try? ValueList(
        id: "nets", kind: .ipRange, items: ["10.0.0.0/8", "192.0.2.1-192.0.2.9", "2001:db8::/32"]),
      try? ValueList(id: "empty", kind: .keyword, items: []),
    ].compactMap { $0 }
    return Dictionary(lists.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }()

  private static let compiler = ExceptionCompiler(valueLists: lists, now: present)

  private static let user = entry("user.name", .match("alice"))

  private static let values: [Case] = [
    Case(user, matches: ["user": ["name": "alice"]]),
    Case(user, matches: ["user": ["name": ["bob", "alice"]]]),
    Case(user, ignores: ["user": ["name": "Alice"]]),
    Case(user, ignores: [:]),
    Case(entry("user.name", .match("a*")), matches: ["user": ["name": "a*"]]),
    Case(entry("user.name", .match("a*")), ignores: ["user": ["name": "alice"]]),
    Case(entry("source.port", .match("22")), matches: ["source": ["port": 22]]),
    Case(entry("source.port", .match("22")), ignores: ["source": ["port": 222]]),
    Case(entry("source.ip", .match("10.0.0.0/8")), matches: ["source": ["ip": "10.1.2.3"]]),
    Case(entry("source.ip", .match("::ffff:10.0.0.1")), matches: ["source": ["ip": "10.0.0.1"]]),
    Case(entry("process.interactive", .match("true")), matches: ["process": ["interactive": true]]),
    Case(entry("@timestamp", .match("2026-06-15")), matches: ["@timestamp": "2026-06-15T08:00:00Z"]),
    Case(entry("@timestamp", .match("2026-06-15")), ignores: ["@timestamp": "2026-06-16T00:00:00Z"]),
    Case(entry("message", .match("Quick FOX")), matches: ["message": "the quick fox runs"]),
    Case(entry("message", .match("quick fox")), ignores: ["message": "the fox is quick"]),
    Case(entry("user.name", .matchAny(["bob", "alice"])), matches: ["user": ["name": "alice"]]),
    Case(entry("user.name", .matchAny(["bob", "alice"])), ignores: ["user": ["name": "carol"]]),
    Case(entry("source.port", .matchAny(["22", "23"])), matches: ["source": ["port": 23]]),
    Case(entry("user.name", .exists), matches: ["user": ["name": "x"]]),
    Case(entry("user.name", .exists), ignores: ["user": ["id": "x"]]),
    Case(entry("user.name", .exists, isIncluded: false), matches: ["user": ["id": "x"]]),
    Case(entry("user.name", .match("alice"), isIncluded: false), matches: [:]),
    Case(entry("user.name", .match("alice"), isIncluded: false), ignores: ["user": ["name": "alice"]]),
    Case(user, entry("source.port", .match("22")), ignores: ["user": ["name": "alice"]]),
    Case(
      user, entry("source.port", .match("22")), matches: ["user": ["name": "alice"], "source": ["port": 22]]),
  ]

  private static let patterns: [Case] = [
    Case(entry("user.name", .wildcard("al*e")), matches: ["user": ["name": "alice"]]),
    Case(entry("user.name", .wildcard("AL*")), ignores: ["user": ["name": "alice"]]),
    Case(entry("user.name", .wildcard("ali?e")), matches: ["user": ["name": "alice"]]),
    Case(entry("user.name", .wildcard("ali?e")), ignores: ["user": ["name": "alie"]]),
    Case(entry("user.name", .wildcard("a\\*")), matches: ["user": ["name": "a*"]]),
    Case(entry("user.name", .wildcard("a\\*")), ignores: ["user": ["name": "ab"]]),
    Case(entry("user.name", .wildcard("al*"), isIncluded: false), ignores: ["user": ["name": "alice"]]),
    Case(entry("message", .wildcard("qui*")), matches: ["message": "a quick fox"]),
  ]

  private static let valueLists: [Case] = [
    Case(entry("user.name", .list(id: "names", type: "keyword")), matches: ["user": ["name": "bob"]]),
    Case(entry("user.name", .list(id: "names", type: "keyword")), ignores: ["user": ["name": "carol"]]),
    Case(
      entry("user.name", .list(id: "names", type: "keyword"), isIncluded: false),
      matches: ["user": ["name": "carol"]]),
    Case(entry("source.ip", .list(id: "hosts", type: "ip")), matches: ["source": ["ip": "192.0.2.7"]]),
    Case(entry("source.ip", .list(id: "hosts", type: "ip")), matches: ["source": ["ip": "2001:DB8:0::1"]]),
    Case(entry("source.ip", .list(id: "hosts", type: "ip")), ignores: ["source": ["ip": "192.0.2.8"]]),
    Case(
      entry("source.address", .list(id: "nets", type: "ip_range")),
      matches: ["source": ["address": "10.9.9.9"]]),
    Case(entry("source.ip", .list(id: "nets", type: "ip_range")), matches: ["source": ["ip": "192.0.2.9"]]),
    Case(entry("source.ip", .list(id: "nets", type: "ip_range")), ignores: ["source": ["ip": "192.0.2.10"]]),
    Case(entry("source.ip", .list(id: "nets", type: "ip_range")), matches: ["source": ["ip": "2001:db8::9"]]),
    Case(entry("user.name", .list(id: "empty", type: "keyword")), ignores: ["user": ["name": "bob"]]),
  ]

  private static let mail = entry(
    "email.attachments",
    .nested([entry("file.extension", .match("exe")), entry("file.name", .match("a"), isIncluded: false)]))
  private static let plain = entry(
    "cloud.parts", .nested([entry("a", .match("1")), entry("b", .match("2"))]))

  private static func attachments(_ files: [JSON]) -> JSON {
    ["email": ["attachments": .array(files.map { ["file": $0] })]]
  }

  private static let nested: [Case] = [
    Case(
      mail, matches: attachments([["extension": "exe", "name": "b"], ["extension": "txt", "name": "a"]])),
    Case(
      mail, ignores: attachments([["extension": "exe", "name": "a"], ["extension": "txt", "name": "b"]])),
    Case(plain, matches: ["cloud": ["parts": [["a": "1"], ["b": "2"]]]]),
    Case(plain, ignores: ["cloud": ["parts": [["a": "1"], ["b": "3"]]]]),
  ]

  @Test(arguments: values + patterns + valueLists + nested)
  func entriesMeanWhatKibanaMeans(_ item: Case) throws {
    let expression = try Self.compiler.expression(for: Self.item(.entries(item.entries)))
    #expect(try matches(expression, item.document) == item.isMatch)
  }

  @Test func onlyNestedFieldsAreNested() throws {
    func isNested(_ entry: ExceptionEntry) throws -> Bool {
      if case .nested = try Self.compiler.expression(for: Self.item(.entries([entry]))) {
        true
      } else {
        false
      }
    }
    #expect(FieldTypes.standard.type(of: "email.attachments") == .nested)
    #expect(try isNested(Self.mail))
    #expect(try !isNested(Self.plain))
  }

  @Test func queriesAreKQL() throws {
    let query = ExceptionItem.Condition.kql("user.name: (alice or b*) and not source.port >= 1024")
    let expression = try Self.compiler.expression(for: Self.item(query))
    #expect(try matches(expression, ["user": ["name": "bob"], "source": ["port": 22]]))
    #expect(try !matches(expression, ["user": ["name": "bob"], "source": ["port": 2222]]))
  }

  @Test func operatingSystemsLimit() throws {
    let item = Self.item(.entries([Self.user]), osTypes: ["windows", "macos"])
    let expression = try Self.compiler.expression(for: item)
    func document(_ os: JSON) -> JSON { ["user": ["name": "alice"], "host": ["os": os]] }
    #expect(try matches(expression, document(["type": "windows"])))
    #expect(try matches(expression, document(["name": "macOS"])))
    #expect(try !matches(expression, document(["type": "Windows"])))
    #expect(try !matches(expression, document(["type": "linux"])))
    #expect(try !matches(expression, ["host": ["os": ["type": "windows"]]]))
  }

  @Test(arguments: [
    (
      entry("source.port", .match("ssh")),
      "entries[0].value: source.port is of type long and takes a number, not \"ssh\""
    ),
    (
      entry("source.ip", .wildcard("10.*")),
      "entries[0].value: source.ip is of type ip and takes no pattern, not \"10.*\""
    ),
    (
      entry("source.ip", .list(id: "names", type: "keyword")),
      "entries[0].list.id: source.ip is of type ip and takes an address or a CIDR range, not \"alice\""
    ),
    (
      entry("a", .list(id: "none", type: "ip")),
      "entries[0].list.id: the value list \"none\" is not loaded; a [[value_list]] gives it"
    ),
    (
      entry("a", .list(id: "names", type: "ip")),
      "entries[0].list.type: the value list \"names\" is of type keyword, not ip"
    ),
    (
      entry("a", .list(id: "names", type: "long")),
      "entries[0].list.type: value lists of type \"long\" are not supported, only keyword, ip, ip_range"
    ),
    (
      entry("source", .nested([entry("ip", .exists), entry("port", .match("x"))])),
      "entries[0].entries[1].value: source.port is of type long and takes a number, not \"x\""
    ),
  ])
  func whatDoesNotFitIsAProblem(_ entry: ExceptionEntry, _ message: String) {
    let error = #expect(throws: RuleError.self) {
      _ = try Self.compiler.expression(for: Self.item(.entries([entry])))
    }
    #expect(error?.description == "e.toml:7: \(message), in the exception \"n\"")
  }

  @Test func manyRangesAreFoundByHalving() throws {
    let items = (0..<2000).map { "10.\($0 / 100).\($0 % 100).16-10.\($0 / 100).\($0 % 100).31" }
    let list = try ValueList(id: "many", kind: .ipRange, items: items + ["10.3.0.0/16", "10.3.7.200/29"])
    let compiler = ExceptionCompiler(valueLists: ["many": list], now: present)
    let entry = Self.entry("source.ip", .list(id: "many", type: "ip_range"))
    let expression = try compiler.expression(for: Self.item(.entries([entry])))
    let isMatch = { (address: String) in try matches(expression, ["source": ["ip": .string(address)]]) }
    for address in ["10.0.0.16", "10.0.0.31", "10.19.99.31", "10.7.50.20", "10.3.99.1", "10.3.255.255"] {
      #expect(try isMatch(address), "\(address)")
    }
    for address in ["10.0.0.15", "10.0.0.32", "10.19.99.32", "10.20.0.16", "10.4.0.1", "9.255.255.255"] {
      #expect(try !isMatch(address), "\(address)")
    }
    let several: JSON = ["source": ["ip": ["9.9.9.9", "10.7.50.20", "11.0.0.1"]]]
    #expect(try matches(expression, several))
  }

  @Test func theLargestListIsUsable() throws {
    let items = (0..<ValueList.maximumCount).map { "10.\($0 / 512).\($0 / 2 % 256).\($0 % 2 * 128)" }
    let list = try ValueList(id: "most", kind: .ip, items: items)
    let compiler = ExceptionCompiler(valueLists: ["most": list], now: present)
    let entry = Self.entry("source.ip", .list(id: "most", type: "ip"))
    let expression = try compiler.expression(for: Self.item(.entries([entry])))
    #expect(try matches(expression, ["source": ["ip": "10.127.255.128"]]))
    #expect(try !matches(expression, ["source": ["ip": "10.127.255.129"]]))
  }

  @Test func expiryIsTheLastMoment() {
    let time = Timestamp(nanoseconds: 1000)
    let item = ExceptionItem(
      id: "i", name: "n", condition: .kql("a: b"), expires: time, source: RuleSource(path: "e.toml"))
    #expect(item.isActive(at: time))
    #expect(!item.isActive(at: Timestamp(nanoseconds: 1001)))
    #expect(Self.item(.kql("a: b")).isActive(at: time))
    #expect(Self.item(.kql("a: b")).covers(time))
  }
}
