import Events
import Foundation
import Rules
import TestSupport
import Testing

@Suite struct ExceptionTOMLTests {
  private static let complete = """
    [[exception]]
    name = "Weekly recorder maintenance"
    description = "d"
    rules = ["r-1", "Recorder stopped"]
    query = 'user.name: "deploy-role"'
    owner = "platform team"
    reason = "recorder is re-created by the weekly deployment"
    expires = "2027-06-30T00:00:00Z"
      [[exception.window]]
      days = ["sat", "sun"]
      from = "22:00"
      to = "02:00"
      timezone = "Europe/Berlin"
      [[exception.window]]
      rrule = "FREQ=MONTHLY;BYDAY=2TU"
      start = "2026-01-13T22:00:00"
      duration = "4h"
      timezone = "Europe/Berlin"

    [[exception]]
    id = "second"
    name = "Scanners"
    os_types = ["linux"]
      [[exception.entries]]
      field = "source.ip"
      type = "list"
      list = { id = "scanners", type = "ip_range" }
      [[exception.entries]]
      field = "source.port"
      operator = "excluded"
      type = "match"
      value = 22

    [[value_list]]
    id = "scanners"
    type = "ip_range"
    items = ["10.0.0.0/8", "192.0.2.1-192.0.2.9"]
    """

  private func read(_ text: String) -> (set: ExceptionSet, problems: [RuleError]) {
    ExceptionLoader.read(toml: text, path: "e.toml")
  }

  @Test func readsAllOfIt() throws {
    let (set, problems) = read(Self.complete)
    #expect(texts(problems) == [])
    try #require(set.items.count == 2)
    let (first, second) = (set.items[0], set.items[1])
    #expect(first.id == "Weekly recorder maintenance")
    #expect(first.listID == nil)
    #expect(first.ruleIDs == ["r-1", "Recorder stopped"])
    #expect(first.condition == .kql("user.name: \"deploy-role\""))
    #expect(first.owner == "platform team")
    #expect(first.reason == "recorder is re-created by the weekly deployment")
    #expect(first.expires == Timestamp("2027-06-30T00:00:00Z"))
    let windows = [
      try ChangeWindow(days: ["sat", "sun"], from: "22:00", to: "02:00", timezone: "Europe/Berlin"),
      try ChangeWindow(
        rrule: "FREQ=MONTHLY;BYDAY=2TU", start: "2026-01-13T22:00:00", duration: "4h",
        timezone: "Europe/Berlin"),
    ]
    #expect(first.windows == windows)
    #expect(second.id == "second")
    #expect(second.ruleIDs == nil)
    #expect(second.osTypes == ["linux"])
    #expect(second.source == RuleSource(path: "e.toml", line: 20))
    #expect(
      second.condition
        == .entries([
          ExceptionEntry(field: "source.ip", kind: .list(id: "scanners", type: "ip_range")),
          ExceptionEntry(field: "source.port", isIncluded: false, kind: .match("22")),
        ]))
    #expect(set.valueLists["scanners"]?.kind == .ipRange)
    #expect(set.valueLists["scanners"]?.count == 2)
  }

  @Test func valuesOfTOMLMayBeTimes() throws {
    let (set, problems) = read(
      """
      [[exception]]
      name = "n"
      query = "a: b"
      expires = 2027-06-30T00:00:00Z
      [[exception.window]]
      from = 22:00:00
      to = 23:00:00
      timezone = "UTC"
      """)
    #expect(texts(problems) == [])
    #expect(set.items.first?.expires == Timestamp("2027-06-30T00:00:00Z"))
    let window = try ChangeWindow(from: "22:00", to: "23:00", timezone: "UTC")
    #expect(set.items.first?.windows == [window])
  }

  @Test(arguments: [
    ("name = \"n\"", "1: exception[0].query: is missing: an exception needs a query or entries"),
    ("query = \"a: b\"", "1: exception[0].name: is missing"),
    (
      "name = \"n\"\nquery = \"a: b\"\nentries = [{ field = \"a\", type = \"exists\" }]",
      "4: exception[0].entries: cannot stand beside a query"
    ),
    (
      "name = \"n\"\nquery = \"a: (b\"",
      "3: exception[0].query: line 1, column 6: "
    ),
    ("name = \"n\"\nquery = \"\"", "3: exception[0].query: must not be empty"),
    (
      "name = \"n\"\nquery = \"a: b\"\nrules = []",
      "4: exception[0].rules: must name a rule; leave it out for every rule"
    ),
    (
      "name = \"n\"\nquery = \"a: b\"\nexpire = \"2027-01-01\"",
      "4: exception[0].expire: is not a known key, did you mean expires?; the keys are description, entries, expires, id, name, os_types, owner, query, reason, rules, window"
    ),
    (
      "name = \"n\"\nquery = \"a: b\"\nexpires = \"tomorrow\"",
      "4: exception[0].expires: must be a time such as 2027-06-30T00:00:00Z, not \"tomorrow\""
    ),
    (
      "name = \"n\"\nquery = \"a: b\"\nos_types = [\"beos\"]",
      "4: exception[0].os_types: takes linux, macos, windows, not \"beos\""
    ),
    (
      "name = \"n\"\n[[exception.entries]]\nfield = \"a\"\ntype = \"exists\"\nvalue = \"x\"",
      "6: exception[0].entries[0].value: is not a known key; the keys are field, operator, type"
    ),
  ])
  func wrongExceptionsAreNamed(_ text: String, _ message: String) {
    let (set, problems) = read("[[exception]]\n\(text)\n[[exception]]\nname = \"good\"\nquery = \"a: b\"")
    #expect(set.items.map(\.name) == ["good"])
    #expect(problems.count == 1)
    let described = problems.first?.description ?? ""
    #expect(described.hasPrefix("e.toml:\(message)"), "\(described)")
  }

  @Test(arguments: [
    ("from = \"22:00\"\nto = \"23:00\"", "timezone", "is missing"),
    ("timezone = \"UTC\"\nto = \"23:00\"", "from", "is missing"),
    (
      "timezone = \"Mars/Base\"\nfrom = \"22:00\"\nto = \"23:00\"", "timezone",
      "must be a time zone such as Europe/Berlin, not \"Mars/Base\""
    ),
    (
      "timezone = \"UTC\"\nfrom = \"25:00\"\nto = \"23:00\"", "from",
      "must be a time of the day such as 22:00, not \"25:00\""
    ),
    (
      "timezone = \"UTC\"\nfrom = \"22:00\"\nto = \"2:00\"", "to",
      "must be a time of the day such as 02:00, not \"2:00\""
    ),
    (
      "timezone = \"UTC\"\nfrom = \"22:00\"\nto = \"22:00\"", "to",
      "must not be the same as from; a whole day is from 00:00 to 24:00"
    ),
    (
      "timezone = \"UTC\"\nfrom = \"22:00\"\nto = \"23:00\"\ndays = [\"sa\"]", "days",
      "takes mon, tue, wed, thu, fri, sat, sun, not \"sa\""
    ),
    (
      "timezone = \"UTC\"\nfrom = \"22:00\"\nto = \"23:00\"\nduration = \"1h\"", "duration",
      "has no meaning without rrule"
    ),
    ("timezone = \"UTC\"\nrrule = \"FREQ=DAILY\"\nfrom = \"22:00\"", "from", "has no meaning beside rrule"),
    ("timezone = \"UTC\"\nrrule = \"FREQ=DAILY\"\nstart = \"2026-01-01T00:00:00\"", "duration", "is missing"),
    (
      "timezone = \"UTC\"\nhours = 3", "hours",
      "is not a known key; the keys are days, duration, from, rrule, start, timezone, to"
    ),
  ])
  func wrongWindowsAreNamed(_ text: String, _ key: String, _ message: String) {
    let (set, problems) = read("[[exception]]\nname = \"n\"\nquery = \"a: b\"\n[[exception.window]]\n\(text)")
    #expect(set.items.isEmpty)
    #expect(problems.map(\.field) == ["exception[0].window[0].\(key)"])
    #expect(problems.map(\.message) == [message])
    #expect((problems.first?.line ?? 0) >= 4)
  }

  @Test(arguments: [
    ("type = \"ip\"\nitems = []", "1: value_list[0].id: is missing"),
    ("id = \"l\"\nitems = []", "1: value_list[0].type: is missing"),
    (
      "id = \"l\"\ntype = \"long\"\nitems = []",
      "3: value_list[0].type: must be one of keyword, ip, ip_range, not \"long\""
    ),
    ("id = \"l\"\ntype = \"ip\"", "1: value_list[0].items: is missing: a value list needs items or a file"),
    (
      "id = \"l\"\ntype = \"ip\"\nitems = []\nfile = \"a\"",
      "4: value_list[0].items: cannot stand beside a file"
    ),
    (
      "id = \"l\"\ntype = \"ip\"\nitems = [\n\"10.0.0.1\",\n\"x\",\n]",
      "4: value_list[0].items[1]: must be an address or a network, not \"x\""
    ),
    (
      "id = \"l\"\ntype = \"ip\"\nfile = \"/nowhere/a.txt\"",
      "4: value_list[0].file: /nowhere/a.txt: cannot be read"
    ),
    ("id = \"good\"\ntype = \"ip\"\nitems = []", "5: id: good is already the value list in e.toml:1"),
  ])
  func wrongValueListsAreNamed(_ text: String, _ message: String) {
    let good = "[[value_list]]\nid = \"good\"\ntype = \"keyword\"\nitems = [\"a\"]\n"
    let isLast = message.hasPrefix("5")
    let broken = "[[value_list]]\n\(text)\n"
    let (set, problems) = read(isLast ? good + broken : broken + good)
    #expect(Array(set.valueLists.keys) == ["good"])
    #expect(problems.count == 1)
    let described = problems.first?.description ?? ""
    #expect(described.hasPrefix("e.toml:\(message)"), "\(described)")
  }

  @Test func unknownTablesAreNamed() {
    let (set, problems) = read(
      "[[exceptions]]\nname = \"n\"\n[[exception]]\nname = \"good\"\nquery = \"a: b\"")
    #expect(set.items.map(\.name) == ["good"])
    #expect(problems.count == 1)
    #expect(
      problems.first?.message
        == "is not a known key, did you mean exception?; the keys are exception, value_list")
    #expect(texts(read("[[exception").problems).first?.contains("invalid TOML") == true)
    #expect(texts(read("exception = 3").problems) == ["e.toml:1: exception: must be a list"])
  }

  @Test func valuesMayLieInAFile() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "lists/addresses.txt", "# offices\r\n10.0.0.0/8\r\n\r\n  192.0.2.1-192.0.2.9  \n2001:db8::1")
    let text = "[[value_list]]\nid = \"l\"\ntype = \"ip_range\"\nfile = \"lists/addresses.txt\""
    let path = try folder.write("own.toml", text)
    let (set, problems) = ExceptionLoader.load(paths: [path])
    #expect(texts(problems) == [])
    #expect(set.valueLists["l"]?.count == 3)
  }

  @Test func foldersMayHoldRulesToo() throws {
    let folder = try TemporaryFolder()
    let rule = try folder.write("a/rule.toml", "[rule]\nname = \"n\"")
    _ = try folder.write("b/own.toml", "[[exception]]\nname = \"n\"\nquery = \"a: b\"")
    _ = try folder.write("b/notes.txt", "x")
    let (set, problems) = ExceptionLoader.load(paths: [folder.url.path])
    #expect(texts(problems) == [])
    #expect(set.items.map(\.name) == ["n"])
    #expect(ExceptionLoader.load(paths: [rule]).problems.map(\.field) == ["rule"])
    #expect(ExceptionLoader.load(paths: ["\(rule).missing"]).problems.count == 1)
  }
}
