import Events
import OrderedCollections
import Query
import TestSupport
import Testing

@testable import Storage

/// Searching alerts with columns finds what asking every document finds.
struct AlertSearchTests {
  private static let texts = [
    "a", "A", "ab", "", "alice", "10.0.0.1", "é", "\u{0}", "open", "closed", "low", "high", "r1",
  ]
  private static let fields = [
    "user.name", "cloud.account.id", "cloud.region", "event.action", "source.ip", "kibana.alert.rule.rule_id",
    "kibana.alert.rule.name", "kibana.alert.severity", "kibana.alert.workflow_status", "kibana.alert.uuid",
    "kibana.alert.building_block_type", "kibana.alert.workflow_tags", "host.name",
    "kibana.alert.workflow_reason",
  ]

  private static func value(_ random: inout SplitMix) -> JSON {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .null
    case 1: [.string(pick(texts, &random)), .string(pick(texts, &random))]
    case 2: 1
    default: .string(pick(texts, &random))
    }
  }

  private static func pick<T>(_ choices: [T], _ random: inout SplitMix) -> T {
    RandomSearch.pick(choices, &random)
  }

  private static func alert(_ number: Int, _ random: inout SplitMix) throws -> AlertDraft {
    var document: JSONObject = [
      "@timestamp": .string(pick(RandomSearch.times, &random)), "kibana.alert.uuid": .string("\(number)"),
      "kibana.alert.rule.rule_id": .string(pick(["r1", "r2", "a"], &random)),
      "kibana.alert.rule.name": .string(pick(["a", "ab", "é"], &random)),
      "kibana.alert.severity": .string(pick(["low", "medium", "high", "critical"], &random)),
      "kibana.alert.risk_score": 47,
    ]
    for field in ["user.name", "cloud.account.id", "cloud.region", "event.action", "source.ip", "host.name"]
    where Bool.random(using: &random) {
      document.set(field, to: value(&random))
    }
    if Bool.random(using: &random) {
      document["kibana.alert.original_time"] = .string(pick(RandomSearch.times, &random))
    }
    if Int.random(in: 0..<5, using: &random) == 0 { document["kibana.alert.building_block_type"] = "default" }
    return try AlertDraft(document: document)
  }

  private static func expression(_ random: inout SplitMix, depth: Int) -> Expression {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random) {
    case 0..<5: return test(&random)
    case 5: return .and((0..<2).map { _ in expression(&random, depth: depth - 1) })
    case 6: return .or((0..<2).map { _ in expression(&random, depth: depth - 1) })
    default: return .not(expression(&random, depth: depth - 1))
    }
  }

  private static func test(_ random: inout SplitMix) -> Expression {
    let field = pick(fields, &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return .test(field: field, .exists)
    case 1:
      return .test(
        field: field, .wildcard(Wildcard(pick(["a*", "*", "?", "*o*"], &random)), ignoresCase: false))
    case 2:
      return .test(field: field, .terms([pick(texts, &random), pick(texts, &random)], ignoresCase: false))
    case 3:
      let time = Timestamp(pick(RandomSearch.times, &random)) ?? Timestamp(nanoseconds: 0)
      return .test(
        field: pick(["@timestamp", "kibana.alert.original_time"], &random),
        .date(Bounds(lower: .init(value: time, isInclusive: .random(using: &random)))))
    default: return .test(field: field, .term(pick(texts, &random), ignoresCase: Bool.random(using: &random)))
    }
  }

  private static func filled(_ random: inout SplitMix, keepsFacts: Bool = false) throws -> TestStore {
    let test = try TestStore(keepsAlertFacts: keepsFacts)
    try test.store.write { writer in
      for number in 0..<80 { try writer.insertAlert(alert(number, &random)) }
      try writer.updateAlerts((0..<30).map { "\($0)" }, .close(.other), by: "x")
      try writer.updateAlerts((20..<50).map { "\($0)" }, .addTags(["a"]), by: "x")
    }
    return test
  }

  @Test(arguments: 0..<4, [false, true]) func columnsNeverLoseAnAlert(seed: Int, keepsFacts: Bool) throws {
    var random = SplitMix(state: UInt64(seed))
    let test = try Self.filled(&random, keepsFacts: keepsFacts)
    try test.store.read { reader in
      var all: [StoredAlert] = []
      try reader.forEachAlert(AlertSearch(includesBuildingBlocks: true)) {
        all.append($0)
        return true
      }
      #expect(all.count == 80)
      for _ in 0..<60 * Fuzzing.factor {
        let expression = Self.expression(&random, depth: 3)
        let matching = AlertMatching(expression, types: .standard)
        let expected = all.filter { matching.matches($0.document) }
        let search = AlertSearch(condition: expression, includesBuildingBlocks: true, offset: 2, limit: 5)
        let page = try reader.alerts(search)
        #expect(page.total == expected.count, "\(expression)")
        #expect(
          page.alerts.map(\.row.uuid) == expected.dropFirst(2).prefix(5).map(\.row.uuid), "\(expression)")
        let field = Self.pick(
          ["user.name", "kibana.alert.severity", "kibana.alert.workflow_status"], &random)
        let buckets = try reader.alertCounts(by: [field, "kibana.alert.rule.rule_id"], search)
        #expect(buckets.map(\.buckets).allSatisfy { !$0.isEmpty })
        if field != "user.name" {
          #expect(buckets.reduce(0) { $0 + $1.count } == expected.count, "\(expression)")
          let texts = Dictionary(grouping: expected) { $0.document[field]?.string }.mapValues(\.count)
          #expect(Dictionary(uniqueKeysWithValues: buckets.map { ($0.value, $0.count) }) == texts)
        }
        let histogram = try reader.alertHistogram(interval: 3_600_000_000_000, search)
        #expect(histogram.reduce(0) { $0 + $1.counts.values.reduce(0, +) } == expected.count)
      }
    }
  }

  @Test(arguments: AlertSearch.Sort.allCases) func everyOrderIsTotal(sort: AlertSearch.Sort) throws {
    var random = SplitMix(state: 9)
    let test = try Self.filled(&random)
    try test.store.read { reader in
      let up = try reader.alerts(AlertSearch(sort: sort, isDescending: false, limit: 100)).alerts.map(
        \.row.uuid)
      let down = try reader.alerts(AlertSearch(sort: sort, isDescending: true, limit: 100)).alerts.map(
        \.row.uuid)
      #expect(up == down.reversed())
      #expect(Set(up).count == up.count)
    }
  }

  @Test func countsByThreeFields() throws {
    let test = try TestStore()
    try test.store.write { writer in
      for number in 0..<12 {
        try writer.insertAlert(
          SampleAlert.draft(
            "\(number)", rule: "r\(number % 2)", severity: ["low", "high", "high"][number % 3],
            user: number < 4 ? nil : "alice"))
      }
    }
    try test.store.read { reader in
      let buckets = try reader.alertCounts(
        by: ["kibana.alert.severity", "kibana.alert.rule.rule_id", "user.name"])
      #expect(buckets.map(\.value) == ["high", "low"])
      #expect(buckets.map(\.count) == [8, 4])
      #expect(buckets[1].buckets.map(\.count) == [2, 2])
      #expect(Set(buckets[1].buckets[0].buckets.map(\.value)) == [nil, "alice"])
      #expect(throws: StoreError.self) { try reader.alertCounts(by: []) }
    }
  }

  @Test func oldAlertsAreRemovedWithEverythingAboutThem() throws {
    let test = try TestStore()
    try test.store.write { writer in
      try writer.insertAlert(
        SampleAlert.draft("old", created: "2026-01-01T00:00:00Z", originalTime: "2026-01-01T00:00:00Z"))
      try writer.insertAlert(SampleAlert.draft("new"))
      try writer.updateAlerts(["old"], .note("n"), by: "x")
      #expect(try writer.removeAlerts(before: time("2026-02-01")) == 1)
    }
    try test.store.read { (reader) throws in
      #expect(try reader.alert("old") == nil)
      #expect(try reader.alert("new") != nil)
      #expect(try reader.incidents().count == 1)
      for table in ["alert_documents", "alert_rules", "incidents", "incident_rules"] {
        #expect(try reader.integer("SELECT count(*) FROM \(table)") == 1, "\(table)")
      }
      #expect(try reader.integer("SELECT count(*) FROM alert_changes") == 0)
    }
  }
}
