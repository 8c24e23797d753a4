import Events
import Rules
import TestSupport
import Testing

@Suite struct ExceptionLoaderTests {
  private func load(_ text: String, _ name: String = "e.toml") throws -> ExceptionLoader.Result {
    let folder = try TemporaryFolder()
    return ExceptionLoader.load(paths: [try folder.write(name, Array(text.utf8))])
  }

  @Test func kibanasItemsAreRead() throws {
    let lines = """
      {"list_id":"l1","name":"List","type":"detection","namespace_type":"single"}
      {"item_id":"i1","list_id":"l1","name":"Item","type":"simple","expire_time":"2027-01-01T00:00:00.000Z","os_types":["linux"],"entries":[{"field":"host.name","operator":"included","type":"match","value":"h"},{"field":"user.name","operator":"excluded","type":"match_any","value":["a","b"]},{"field":"p","type":"nested","entries":[{"field":"q","operator":"included","type":"exists"}]},{"field":"source.ip","operator":"included","type":"list","list":{"id":"ips","type":"ip"}}]}
      {"item_id":"i2","list_id":"l1","name":"Broken","entries":[{"field":"a","type":"magic"}]}
      {"exported_count":3}
      """
    let result = try load(lines, "export.ndjson")
    let item = try #require(result.exceptions.items.first)
    #expect(
      result.exceptions.items.count == 1 && item.id == "i1" && item.listID == "l1"
        && item.osTypes == ["linux"])
    guard case .entries(let entries) = item.condition else {
      Issue.record("no entries")
      return
    }
    #expect(entries.map(\.isIncluded) == [true, false, true, true] && entries[3].kind == .list(id: "ips"))
    #expect(result.problems.count == 1 && "\(result.problems[0])".contains("Broken"))
    let before = try #require(Timestamp("2026-12-31T00:00:00Z"))
    let end = try #require(Timestamp("2027-01-01T00:00:00Z"))
    #expect(item.isActive(at: before) && !item.isActive(at: end))
  }

  @Test func itemsBelongToTheirRules() throws {
    func rule(_ id: String, _ extra: String = "") throws -> Rule {
      try RuleLoader.parseTOML(
        "[rule]\nauthor=[]\ndescription=\"d\"\nname=\"Name \(id)\"\nquery=\"a: b\"\nrisk_score=1\nrule_id=\"\(id)\"\nseverity=\"low\"\ntype=\"query\"\n\(extra)",
        path: "r.toml"
      ).rule
    }
    let own = try load(
      "[[exception]]\nname=\"by id\"\nrules=[\"r1\"]\nquery=\"a: b\"\n[[exception]]\nname=\"by name\"\nrules=[\"Name r2\"]\nquery=\"a: b\"\n[[exception]]\nname=\"all\"\nquery=\"a: b\"\n"
    ).exceptions
    #expect(own.items(for: try rule("r1")).map(\.name) == ["by id", "all"])
    #expect(own.items(for: try rule("r2")).map(\.name) == ["by name", "all"])
    let kibana = try load(
      "{\"item_id\":\"i\",\"list_id\":\"endpoint_list\",\"name\":\"e\",\"entries\":[{\"field\":\"a\",\"type\":\"exists\"}]}\n{\"item_id\":\"j\",\"list_id\":\"l\",\"name\":\"f\",\"entries\":[{\"field\":\"a\",\"type\":\"exists\"}]}",
      "e.ndjson"
    ).exceptions
    let lists =
      "exceptions_list = [{ id = \"1\", list_id = \"l\" }, { id = \"2\", list_id = \"endpoint_list\" }]"
    #expect(kibana.items(for: try rule("r1", lists)).map(\.name) == ["f"])
    #expect(kibana.items(for: try rule("r1")).isEmpty)
  }

  @Test func valueListsComeFromFilesToo() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("ips.txt", Array("# ours\n10.0.0.0/8\n192.0.2.1-192.0.2.9\n".utf8))
    let path = try folder.write(
      "e.toml", Array("[[value_list]]\nid = \"x\"\ntype = \"ip_range\"\nfile = \"ips.txt\"\n".utf8))
    let result = ExceptionLoader.load(paths: [path])
    #expect(result.exceptions.valueLists["x"]?.items == ["10.0.0.0/8", "192.0.2.1-192.0.2.9"])
    let address = try #require(IPAddress("192.0.2.5"))
    #expect(IPRange("192.0.2.1-192.0.2.9")?.addresses.contains(address) == true)
  }

  @Test(arguments: [
    ("[[exception]]\nquery = \"a: b\"", "is missing"),
    ("[[exception]]\nname = \"n\"\nquerry = \"a\"", "did you mean query?"),
    (
      "[[exception]]\nname = \"n\"\nquery = \"a: b\"\n[[exception.window]]\ntimezone = \"Mars\"",
      "no time zone"
    ),
    (
      "[[exception]]\nname = \"n\"\n[[exception.window]]\ntimezone = \"UTC\"\nfrom = \"25:00\"", "time of day"
    ),
    (
      "[[exception]]\nname = \"n\"\n[[exception.window]]\ntimezone = \"UTC\"\nrrule = \"FREQ=HOURLY\"\nstart = \"2026-01-01T00:00:00\"\nduration = \"1h\"",
      "FREQ must be"
    ),
    (
      "[[exception]]\nname = \"n\"\n[[exception.window]]\ntimezone = \"UTC\"\nrrule = \"FREQ=DAILY;BYSETPOS=1\"\nstart = \"2026-01-01T00:00:00\"\nduration = \"1h\"",
      "BYSETPOS is not supported"
    ),
    (
      "[[exception]]\nname = \"n\"\n[[exception.window]]\ntimezone = \"UTC\"\nrrule = \"FREQ=DAILY\"\nstart = \"2026-01-01T00:00:00Z\"\nduration = \"1h\"",
      "local date"
    ),
    (
      "[[exception]]\nname = \"n\"\n[[exception.window]]\ndays = [\"caturday\"]\ntimezone = \"UTC\"",
      "must be one of"
    ),
    ("[[exception]]\nname = \"n\"\nexpires = \"soon\"\nquery = \"a: b\"", "must be a date"),
    ("[[value_list]]\nid = \"x\"\ntype = \"ip\"\nitems = [\"nope\"]", "no address"),
    ("[[value_list]]\nid = \"x\"\ntype = \"ip\"", "is missing"),
    ("[[exceptions]]\n", "is not a known key"), ("[[exception", "invalid TOML"),
  ])
  func mistakesAreNamed(_ text: String, _ message: String) throws {
    let problems = try load(text).problems
    #expect(problems.count == 1 && "\(problems)".contains(message), "\(problems)")
  }

  @Test func aWrongItemHidesNoOther() throws {
    let result = try load(
      "[[exception]]\nname = \"bad\"\nexpires = \"x\"\nquery = \"a: b\"\n[[exception]]\nname = \"good\"\nquery = \"a: b\"\n"
    )
    #expect(result.exceptions.items.map(\.name) == ["good"] && result.problems.first?.line == 3)
  }
}
