import Events
import Foundation
import Rules
import TestSupport
import Testing

@Suite struct KibanaExceptionTests {
  private static func rule(_ id: String, lists: [String]) -> String {
    let references = lists.map {
      #"{"id":"x-\#($0)","list_id":"\#($0)","type":"detection","namespace_type":"single"}"#
    }
    return
      #"{"id":"u","rule_id":"\#(id)","name":"Rule \#(id)","description":"d","type":"query","query":"a: b","#
      + #""risk_score":21,"severity":"low","author":[],"exceptions_list":[\#(references.joined(separator: ","))]}"#
  }

  private static func item(_ id: String, list: String, entries: String, more: String = "") -> String {
    #"{"_version":"W1","comments":[],"created_at":"2026-01-05T10:00:00.000Z","created_by":"1","#
      + #""description":"about \#(id)","entries":\#(entries),"id":"u-\#(id)","item_id":"\#(id)","#
      + #""list_id":"\#(list)","name":"item \#(id)","namespace_type":"single","os_types":[],"tags":[],"#
      + #""tie_breaker_id":"t","type":"simple"\#(more)}"#
  }

  private static let list =
    #"{"_version":"W0","description":"","id":"u","immutable":false,"list_id":"l1","name":"Known hosts","#
    + #""namespace_type":"single","os_types":[],"tags":[],"type":"detection","version":1}"#
  private static let connector =
    #"{"id":"c","type":"action","attributes":{"actionTypeId":".index","name":"n","config":{},"secrets":{}}}"#
  private static let summary = #"{"exported_count":5,"exported_rules_count":1,"missing_rules":[]}"#
  private static let host = #"[{"type":"match","field":"host.name","value":"h","operator":"included"}]"#

  private static let all =
    #"[{"type":"match","field":"a","value":"1","operator":"included"},"#
    + #"{"type":"match_any","field":"b","value":["1","2"],"operator":"excluded"},"#
    + #"{"type":"exists","field":"c","operator":"included"},"#
    + #"{"type":"wildcard","field":"d","value":"x*","operator":"included"},"#
    + #"{"type":"list","field":"e","list":{"id":"v","type":"ip"},"operator":"excluded"},"#
    + #"{"type":"nested","field":"f","entries":[{"type":"exists","field":"g","operator":"included"}]}]"#

  private func read(_ lines: [String]) -> (set: ExceptionSet, problems: [RuleError]) {
    ExceptionLoader.read(export: Array(lines.joined(separator: "\n").utf8), path: "e.ndjson")
  }

  @Test func readsListsAndItemsAmongOtherObjects() throws {
    let more = #","expire_time":"2027-01-01T00:00:00.000Z""#
    let (set, problems) = read([
      Self.rule("r", lists: ["l1"]), Self.list, Self.item("i1", list: "l1", entries: Self.all, more: more),
      Self.connector, Self.summary, "",
    ])
    #expect(problems.isEmpty)
    #expect(set.lists == [ExceptionList(id: "l1", name: "Known hosts", type: "detection")])
    let item = try #require(set.items.first)
    #expect(set.items.count == 1)
    #expect(item.id == "i1")
    #expect(item.listID == "l1")
    #expect(item.name == "item i1")
    #expect(item.description == "about i1")
    #expect(item.expires == Timestamp("2027-01-01T00:00:00Z"))
    #expect(item.source == RuleSource(path: "e.ndjson", line: 3))
    #expect(
      item.condition
        == .entries([
          ExceptionEntry(field: "a", kind: .match("1")),
          ExceptionEntry(field: "b", isIncluded: false, kind: .matchAny(["1", "2"])),
          ExceptionEntry(field: "c", kind: .exists), ExceptionEntry(field: "d", kind: .wildcard("x*")),
          ExceptionEntry(field: "e", isIncluded: false, kind: .list(id: "v", type: "ip")),
          ExceptionEntry(field: "f", kind: .nested([ExceptionEntry(field: "g", kind: .exists)])),
        ]))
  }

  /// An export of a real Kibana, where it lies beside the repository.
  @Test func readsARealExport() {
    guard let file = SharedData.folder?.appending(path: "kibana-export-sample.ndjson"),
      FileManager.default.fileExists(atPath: file.path)
    else { return }
    let (set, problems) = ExceptionLoader.load(paths: [file.path])
    #expect(texts(problems) == [])
    #expect(set.lists.count == 2)
    #expect(set.items.map(\.name) == ["host_excpetion", "int-ips"])
  }

  @Test(arguments: [
    ("[]", "entries: must have at least one entry"),
    (
      #"[{"field":"a","type":"like"}]"#,
      "entries[0].type: must be one of match, match_any, exists, wildcard, list, nested, not \"like\""
    ),
    (#"[{"field":"a","operator":"included"}]"#, "entries[0].type: is missing"),
    (#"[{"type":"exists","operator":"included"}]"#, "entries[0].field: is missing"),
    (#"[{"field":"a","type":"match"}]"#, "entries[0].value: is missing"),
    (
      #"[{"field":"a","type":"match","value":{}}]"#, "entries[0].value: must be a text, a number or a boolean"
    ),
    (#"[{"field":"a","type":"match_any","value":[]}]"#, "entries[0].value: must have at least one value"),
    (
      #"[{"field":"a","type":"match_any","value":["x",[]]}]"#,
      "entries[0].value[1]: must be a text, a number or a boolean"
    ),
    (
      #"[{"field":"a","type":"exists","operator":"is"}]"#,
      "entries[0].operator: must be one of included, excluded, not \"is\""
    ),
    (#"[{"field":"a","type":"list"}]"#, "entries[0].list: is missing"),
    (
      #"[{"field":"a","type":"nested","entries":[{"field":"b","type":"nested","entries":[]}]}]"#,
      "entries[0].entries[0].type: nested cannot stand inside nested"
    ),
  ])
  func aBrokenItemHidesNoOther(_ entries: String, _ message: String) {
    let (set, problems) = read([
      Self.item("bad", list: "l1", entries: entries), Self.item("good", list: "l1", entries: Self.host),
    ])
    #expect(set.items.map(\.id) == ["good"])
    #expect(texts(problems) == ["e.ndjson:1: \(message)"])
  }

  @Test func brokenLinesAreProblems() {
    let (set, problems) = read(["{", Self.item("good", list: "l1", entries: Self.host), "7"])
    #expect(set.items.map(\.id) == ["good"])
    #expect(problems.map(\.line) == [1, 3])
  }

  @Test func theSameItemTwiceCountsOnce() {
    let item = Self.item("i", list: "l1", entries: Self.host)
    let (set, problems) = read([item, item, Self.item("i", list: "l2", entries: Self.host)])
    #expect(set.items.count == 2)
    #expect(problems.isEmpty)
    let other = read([item, Self.item("i", list: "l1", entries: Self.all)])
    #expect(texts(other.problems) == ["e.ndjson:2: item_id: i is already the exception in e.ndjson:1"])
  }

  @Test func rulesHaveTheItemsOfTheirLists() throws {
    let folder = try TemporaryFolder()
    let lines = [
      Self.rule("r1", lists: ["l1"]), Self.rule("r2", lists: ["endpoint_list", "gone"]),
      Self.item("i1", list: "l1", entries: Self.host),
      Self.item("i2", list: "endpoint_list", entries: Self.host),
      Self.item("i3", list: "l3", entries: Self.host),
    ]
    let path = try folder.write("export.ndjson", lines.joined(separator: "\n"))
    let ours = try folder.write(
      "own.toml",
      """
      [[exception]]
      name = "by id"
      rules = ["r1"]
      query = "a: b"
      [[exception]]
      name = "by name"
      rules = ["Rule r2", "Rule r9"]
      query = "a: b"
      [[exception]]
      name = "for all"
      query = "a: b"
      """)
    let rules = RuleLoader.load(paths: [path]).rules
    let (set, problems) = ExceptionLoader.load(paths: [path, ours])
    #expect(problems.isEmpty)
    try #require(rules.count == 2)
    #expect(set.items(for: rules[0]).map(\.id) == ["i1", "by id", "for all"])
    #expect(set.items(for: rules[1]).map(\.id) == ["by name", "for all"])
    #expect(
      texts(set.problems(with: rules)) == [
        "\(path):2: exceptions_list: the exception list gone is not loaded; export the rule with its exceptions",
        "\(ours):5: rules: the exception \"by name\" is for the rule \"Rule r9\", which is not loaded",
      ])
  }
}
