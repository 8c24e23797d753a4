import Events
import GRDB
import OrderedCollections
import Query
import TestSupport
import Testing

@testable import Storage

/// Columns of alerts in memory answer as SQL over the file does, whatever is changed meanwhile, and by whom.
struct AlertFactsTests {
  private static let texts = ["a", "A", "ab", "", "alice", "\u{E9}", "e\u{301}", "10.0.0.1", "\u{0}"]
  private static let fields = [
    "user.name", "cloud.account.id", "cloud.region", "event.action", "source.ip",
    "kibana.alert.rule.rule_id", "kibana.alert.rule.name", "kibana.alert.severity",
    "kibana.alert.workflow_status",
  ]

  private static func alert(_ number: Int, _ random: inout SplitMix) throws -> AlertDraft {
    func pick<T>(_ choices: [T]) -> T { RandomSearch.pick(choices, &random) }
    var extra: JSONObject = [:]
    if Int.random(in: 0..<4, using: &random) == 0 { extra["kibana.alert.building_block_type"] = "default" }
    if Int.random(in: 0..<4, using: &random) == 0 { extra["user"] = ["name": ["x", "y"]] }
    extra["host"] = ["name": .string(pick(texts))]
    return try SampleAlert.draft(
      "\(number)", rule: pick(["r1", "r2", "r3"]), severity: pick(["low", "medium", "high", "critical"]),
      risk: pick([0, 21, 47, 100]), created: pick(RandomSearch.times), originalTime: pick(RandomSearch.times),
      user: pick([nil, "alice", "bob", "", "e\u{301}", "\u{E9}"]), account: pick(["1", "2", ""]),
      exception: pick([nil, nil, "window"]), extra: extra)
  }

  private static func search(_ random: inout SplitMix) -> AlertSearch {
    func pick<T>(_ choices: [T]) -> T { RandomSearch.pick(choices, &random) }
    func test() -> Query.Expression {
      let field = pick(fields + ["host.name", "kibana.alert.uuid"])
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return .test(field: field, .exists)
      case 1:
        return .test(field: field, .wildcard(Wildcard(pick(["a*", "*", "*i*", "?"])), ignoresCase: false))
      case 2:
        return .test(field: field, .terms([pick(texts), pick(["r1", "7", "high"])], ignoresCase: false))
      case 3:
        return .not(.test(field: field, .term(pick(texts + ["alice", "r2", "open"]), ignoresCase: true)))
      default: return .test(field: field, .term(pick(texts + ["alice", "low", "12"]), ignoresCase: false))
      }
    }
    var search = AlertSearch(
      condition: pick([.all, test(), .and([test(), test()]), .or([test(), test()])]),
      statuses: pick([nil, [.open], [.acknowledged, .closed], []]),
      includesBuildingBlocks: .random(using: &random), includesExpected: .random(using: &random),
      incident: pick([nil, nil, nil, 1, 2]), sort: pick(AlertSearch.Sort.allCases),
      isDescending: .random(using: &random), offset: pick([0, 0, 3, 40, 200]), limit: pick([0, 1, 7, 500]))
    search.includesUnexpected = .random(using: &random) || !search.includesExpected
    if Bool.random(using: &random), let first = Timestamp(pick(RandomSearch.times)),
      let last = Timestamp(pick(RandomSearch.times))
    {
      search.created = min(first, last)...max(first, last)
    }
    return search
  }

  /// What is asked of both stores.
  private struct Answer: Hashable {
    let total: Int
    let uuids: [String]
    let bars: [Timestamp: [AlertSeverity: Int]]
    let buckets: Set<Bucket>

    struct Bucket: Hashable {
      let path: [[UInt8]?]
      let count: Int
    }

    init(_ reader: StoreReader, _ search: AlertSearch, by fields: [String]) throws {
      let page = try reader.alerts(search)
      total = page.total
      uuids = page.alerts.map(\.row.uuid)
      bars = Dictionary(
        uniqueKeysWithValues: try reader.alertHistogram(interval: 7_200_000_000_000, search).map {
          ($0.start, $0.counts)
        })
      buckets = Set(Self.flat(try reader.alertCounts(by: fields, search, limit: 1000), []))
      #expect(try reader.alertCount(search) == total)
    }

    private static func flat(_ buckets: [AlertBucket], _ path: [[UInt8]?]) -> [Bucket] {
      buckets.flatMap { bucket in
        let here = path + [bucket.value.map { Array($0.utf8) }]
        return [Bucket(path: here, count: bucket.count)] + flat(bucket.buckets, here)
      }
    }
  }

  private static func change(_ test: TestStore, _ known: Range<Int>, _ random: inout SplitMix) throws {
    func pick<T>(_ choices: [T]) -> T { RandomSearch.pick(choices, &random) }
    let some = (0..<5).map { _ in "\(Int.random(in: known, using: &random))" }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: _ = try test.store.write { try $0.updateAlerts(some, .close(.other), by: "x") }
    case 1: _ = try test.store.write { try $0.updateAlerts(some, pick([.open, .acknowledge]), by: "x") }
    case 2: _ = try test.store.write { try $0.updateAlerts(some, .addTags(["a"]), by: "x") }
    case 3:
      try test.store.write { writer in
        for uuid in some where try writer.alertRow(uuid) != nil {
          try writer.setAlertFields(uuid, ["host.name": .string(pick(texts))])
        }
      }
    default:
      let time = Timestamp(pick(RandomSearch.times)) ?? Timestamp(nanoseconds: 0)
      if Int.random(in: 0..<6, using: &random) == 0 {
        try test.store.write { _ = try $0.removeAlerts(before: time) }
      }
    }
  }

  @Test(arguments: 0..<6) func factsAnswerAsTheFile(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed) &+ 77)
    let folder = try TemporaryFolder()
    let plain = try TestStore(folder: folder)
    let fast = try TestStore(folder: folder, keepsAlertFacts: true)
    var count = 0
    for _ in 0..<25 {
      // Each of the two stores stands for a process of its own.
      let writer = Bool.random(using: &random) ? plain : fast
      let new = count..<count + Int.random(in: 1..<12, using: &random)
      let drafts = try new.map { try Self.alert($0, &random) }
      try writer.store.write { writer in for draft in drafts { try writer.insertAlert(draft) } }
      count = new.upperBound
      try Self.change(writer, 0..<count, &random)
      for _ in 0..<8 {
        let search = Self.search(&random)
        // Equal texts in two spellings are one bucket to SQL's answers and two here; these fields have none.
        let fields = Array(
          ["cloud.account.id", "kibana.alert.severity", "kibana.alert.rule.name", "cloud.region"]
            .shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
        let expected = try plain.store.read { try Answer($0, search, by: fields) }
        let found = try fast.store.read { reader in
          #expect(reader.alertFacts != nil)
          #expect(try FactSelection(reader, search, until: nil) != nil)
          return try Answer(reader, search, by: fields)
        }
        #expect(found == expected, "\(search)")
      }
    }
  }

  @Test func manyChangesAreReadAnew() throws {
    let folder = try TemporaryFolder()
    let plain = try TestStore(folder: folder)
    let fast = try TestStore(folder: folder, keepsAlertFacts: true)
    try plain.store.write { for number in 0..<20 { try $0.insertAlert(SampleAlert.draft("\(number)")) } }
    #expect(try fast.store.read { try $0.alertCount(AlertSearch(statuses: [.open])) } == 20)
    try plain.store.write { writer in
      try writer.updateAlerts(["3"], .acknowledge, by: "x")
      // More notes than are kept.
      try writer.execute("INSERT INTO alert_touches (id, alert, is_gone) VALUES (90000, 1, 0)")
    }
    #expect(try fast.store.read { try $0.alertCount(AlertSearch(statuses: [.open])) } == 19)
  }

  @Test func anOlderSnapshotIsAnsweredByTheFile() throws {
    let test = try TestStore(keepsAlertFacts: true)
    _ = try test.store.write { try $0.insertAlert(SampleAlert.draft("1")) }
    let older = try test.store.pool.makeSnapshot()
    let cache = try #require(test.store.read { $0.alertFacts })
    _ = try test.store.write { try $0.insertAlert(SampleAlert.draft("2")) }
    #expect(try test.store.read { try $0.alertCount(AlertSearch()) } == 2)
    try older.read { (database) throws in
      let reader = StoreReader(database, test.store.options, alertFacts: cache)
      #expect(try FactSelection(reader, AlertSearch(), until: nil) == nil)
      #expect(try reader.alertCount(AlertSearch()) == 1)
      #expect(try reader.alerts().alerts.map(\.row.uuid) == ["1"])
    }
  }

  @Test func aSearchThatHasNoTimeLeftSaysSoAndGoesOn() throws {
    let test = try TestStore(keepsAlertFacts: true)
    try test.store.write { writer in
      for number in 0..<200 {
        try writer.insertAlert(
          SampleAlert.draft("\(number)", extra: ["host": ["name": .string(number < 150 ? "a" : "b")]]))
      }
    }
    let search = AlertSearch(
      condition: .test(field: "host.name", .wildcard(Wildcard("a*"), ignoresCase: false)), limit: 500)
    let past = ContinuousClock.now
    try test.store.read { reader in
      let none = try reader.find(search, until: past)
      #expect(none.unsearched == 200)
      #expect(try none.count() == 0)
      let all = try reader.find(search)
      #expect(all.unsearched == 0)
      #expect(try all.count() == 150)
      // What was looked at is known now.
      let again = try reader.find(search, until: past)
      #expect(again.unsearched == 0)
      #expect(try again.page().alerts.count == 150)
    }
    // A changed alert is looked at again.
    try test.store.write { try $0.setAlertFields("7", ["host.name": "b"]) }
    #expect(try test.store.read { try $0.find(search, until: past).unsearched } == 1)
  }

  @Test(arguments: 0..<20) func aWindowOfAnOrderIsThatOfTheSortedList(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let bounds: ClosedRange<Int64> = RandomSearch.pick(
      [0...3, -5...5, 0...1_000_000, .min ... .max], &random)
    let keys = (0..<500).map { _ in Int64.random(in: bounds, using: &random) }
    let sorted = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    for _ in 0..<20 {
      let first = Int.random(in: 0..<500, using: &random)
      let range = first..<Int.random(in: first...500, using: &random)
      #expect(FactOrder(keys: keys).window(range) == Array(sorted[range]))
    }
  }
}
