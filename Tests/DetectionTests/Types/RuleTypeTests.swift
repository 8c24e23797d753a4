import CloudTrail
import Detection
import Events
import Foundation
import Inputs
import OrderedCollections
import Rules
import TestSupport
import Testing

@Suite struct RuleTypeTests {
  static func rule(_ type: String, _ rest: String, id: String = "r") throws -> Rule {
    try RuleLoader.parseTOML(
      """
      [rule]
      author = ["A"]
      description = "d"
      name = "Rule \(id)"
      risk_score = 47
      rule_id = "\(id)"
      severity = "medium"
      type = "\(type)"
      \(rest)
      """, path: "r.toml"
    ).rule
  }

  /// A document at a minute of 2026-10-14, as text.
  static func event(_ minute: Double, _ id: String, _ fields: JSON) -> String {
    var document = fields.object ?? [:]
    let time = Timestamp(nanoseconds: 1_791_936_000_000_000_000 + Int64(minute * 60_000_000_000))
    document["@timestamp"] = .string(time.description)
    return JSONWriter.text(["_id": .string(id), "_source": .object(document)])
  }

  static func scan(
    _ rules: [Rule], _ events: [String], indicators: Indicators = Indicators(),
    exceptions: ExceptionSet = ExceptionSet(), types: FieldTypes = .standard
  ) -> (alerts: [Alert], result: ScanResult) {
    let set = RuleSet(
      rules, types: types, now: DetectorTests.now, indicators: indicators, exceptions: exceptions)
    for check in set.checks { #expect(check.status == .ok, "\(check)") }
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    let options = DetectorOptions(now: DetectorTests.now)
    let result = ScanResult()
    // Two detectors, as two threads would have: what they keep is put together.
    for half in [events.indices.filter { $0 % 2 == 0 }, events.indices.filter { $0 % 2 == 1 }] {
      let detector = Detector(rules: set, mapper: mapper, options: options)
      for index in half {
        detector.begin(file: index)
        _ = RecordReader().read(text: Array(events[index].utf8), named: "e\(index)", handler: detector)
      }
      result.add(detector)
    }
    result.conclude(rules: set, mapper: mapper, options: options)
    return (result.alerts, result)
  }

  static func ids(_ alert: Alert) -> [String] {
    (alert.document["kibana.alert.ancestors"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  static let login: JSON = [
    "event": ["category": ["authentication"], "action": "login", "outcome": "failure"],
    "user": ["name": "ada"],
  ]

  static func login(_ user: String, from address: String = "192.0.2.1") -> JSON {
    [
      "event": ["category": ["authentication"], "action": "login", "outcome": "failure"],
      "user": ["name": .string(user)],
      "source": ["ip": .string(address)],
    ]
  }

  // MARK: Threshold

  static let threshold = """
    query = "event.action: login"
    interval = "5m"
    from = "now-10m"
    [rule.threshold]
    field = ["user.name"]
    value = 3
    """

  @Test func thresholdsCountGroupsInTheirPeriod() throws {
    let rule = try Self.rule("threshold", Self.threshold)
    let few = [0, 1, 30].map { Self.event($0, "e\($0)", Self.login("ada")) }
    #expect(Self.scan([rule], few).alerts.isEmpty)
    let enough = Self.scan(
      [rule],
      [1, 2, 3].map { Self.event($0, "e\($0)", Self.login("ada")) } + [Self.event(2, "o", Self.login("bob"))])
    let alert = try #require(enough.alerts.first)
    #expect(enough.alerts.count == 1 && alert.document[path: "user.name"] == "ada")
    let result = alert.document["kibana.alert.threshold_result"]
    #expect(result?["count"] == 3 && result?["terms"] == [["field": "user.name", "value": "ada"]])
    #expect(Set(Self.ids(alert)) == ["e1.0", "e2.0", "e3.0"])
  }

  @Test func anEventTakesPartInOneThresholdAlert() throws {
    let rule = try Self.rule("threshold", Self.threshold)
    // Minutes 1 to 4 are seen by two overlapping runs.
    let events = [1, 2, 3, 4].map { Self.event($0, "e\($0)", Self.login("ada")) }
    #expect(Self.scan([rule], events).alerts.count == 1)
    // Repeated events count once.
    #expect(
      Self.scan([rule], Array(repeating: Self.event(1, "same", Self.login("ada")), count: 5)).alerts.isEmpty)
    // Three further events are another alert.
    let more = events + [21, 22, 23].map { Self.event($0, "e\($0)", Self.login("ada")) }
    #expect(Self.scan([rule], more).alerts.count == 2)
  }

  @Test func thresholdsAskForDistinctValues() throws {
    let rule = try Self.rule(
      "threshold",
      """
      query = "event.action: login"
      [rule.threshold]
      field = []
      value = 2
      [[rule.threshold.cardinality]]
      field = "source.ip"
      value = 2
      """)
    let same = [1, 2].map { Self.event($0, "e\($0)", Self.login("u\($0)")) }
    #expect(Self.scan([rule], same).alerts.isEmpty)
    let different = [1, 2].map { Self.event($0, "e\($0)", Self.login("ada", from: "192.0.2.\(Int($0))")) }
    #expect(Self.scan([rule], different).alerts.count == 1)
  }

  // MARK: New terms

  static let newTerms = """
    query = "event.action: login"
    interval = "5m"
    from = "now-10m"
    history_window_start = "now-1h"
    new_terms_fields = ["user.name", "source.ip"]
    """

  @Test func newTermsAreThoseWithoutHistory() throws {
    let rule = try Self.rule("new_terms", Self.newTerms)
    let events = [
      Self.event(0, "first", Self.login("ada")), Self.event(20, "again", Self.login("ada")),
      Self.event(21, "other", Self.login("ada", from: "192.0.2.9")),
      Self.event(120, "late", Self.login("ada")),
      Self.event(121, "incomplete", ["event": ["action": "login"], "user": ["name": "eve"]]),
    ]
    let found = Self.scan([rule], events.shuffled()).alerts
    #expect(found.flatMap(Self.ids) == ["first", "other", "late"])
    #expect(found.first?.document["kibana.alert.new_terms"] == ["ada", "192.0.2.1"])
  }

  @Test func eventsBeforeTheRangeAreHistory() throws {
    let rule = try Self.rule("new_terms", Self.newTerms)
    let set = RuleSet([rule], now: DetectorTests.now)
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    let options = DetectorOptions(now: DetectorTests.now, since: Timestamp("2026-10-14T00:10:00Z"))
    let detector = Detector(rules: set, mapper: mapper, options: options)
    for event in [
      Self.event(0, "old", Self.login("ada")), Self.event(20, "again", Self.login("ada")),
      Self.event(21, "new", Self.login("bob")),
    ] {
      _ = RecordReader().read(text: Array(event.utf8), named: "e", handler: detector)
    }
    let result = ScanResult()
    result.add(detector)
    result.conclude(rules: set, mapper: mapper, options: options)
    #expect(result.alerts.flatMap(Self.ids) == ["new"])
  }

  @Test func severalValuesAreSeveralTerms() throws {
    let rule = try Self.rule(
      "new_terms", "query = \"a: *\"\nhistory_window_start = \"now-1d\"\nnew_terms_fields = [\"a\"]")
    let found = Self.scan(
      [rule], [Self.event(0, "e", ["a": ["x", "y"]]), Self.event(1, "f", ["a": ["y", "z"]])]
    ).alerts
    #expect(found.count == 3)
  }

  // MARK: EQL

  @Test func eqlRulesFindEventsAndSequences() throws {
    let single = try Self.rule("eql", "query = 'authentication where user.name : \"ADA\"'", id: "single")
    let sequence = try Self.rule(
      "eql",
      """
      query = '''sequence by user.name with maxspan=10m
        [authentication where event.outcome == "failure"] with runs=2
        [any where event.action == "create"]'''
      """, id: "sequence")
    let events = [
      Self.event(3, "c", ["event": ["action": "create"], "user": ["name": "ada"], "cloud": ["region": "x"]]),
      Self.event(1, "a", Self.login("ada")), Self.event(2, "b", Self.login("ada")),
    ]
    let found = Self.scan([single, sequence], events).alerts
    #expect(found.filter { $0.rule == 0 }.count == 2)
    let group = found.filter { $0.rule == 1 }
    let shell = try #require(group.first { !$0.isPartOfGroup })
    #expect(Self.ids(shell) == ["a", "b", "c"] && group.count == 4)
    #expect(shell.document[path: "user.name"] == "ada" && shell.document[path: "cloud.region"] == nil)
    #expect(group.allSatisfy { $0.document["kibana.alert.group.id"] == .string(shell.uuid) })
    #expect(
      group.filter(\.isPartOfGroup).allSatisfy {
        $0.document["kibana.alert.building_block_type"] == "default"
      })
  }

  @Test func theCategoryFieldCanBeAnother() throws {
    let rule = try Self.rule("eql", "query = \"info where true\"\nevent_category_override = \"event.type\"")
    #expect(Self.scan([rule], [Self.event(0, "e", ["event": ["type": ["info"]]])]).alerts.count == 1)
  }

  // MARK: ES|QL

  @Test func esqlRowsOfEventsAreAlertsOfTheseEvents() throws {
    let rule = try Self.rule(
      "esql",
      "query = 'FROM logs-* METADATA _id, _index | WHERE event.action == \"login\" | EVAL Esql.x = CONCAT(user.name, \"!\") | KEEP _id, Esql.x'"
    )
    let found = Self.scan([rule], [Self.event(0, "e", Self.login("ada"))]).alerts
    let alert = try #require(found.first)
    #expect(
      Self.ids(alert) == ["e"] && alert.document[path: "Esql.x"] == "ada!"
        && alert.document[path: "user.name"] == "ada")
  }

  @Test func esqlGroupsAlertOnceForTheSameEvents() throws {
    let rule = try Self.rule(
      "esql",
      "interval = \"5m\"\nfrom = \"now-20m\"\nquery = 'FROM logs-* | STATS n = COUNT(*) BY user.name | WHERE n >= 3'"
    )
    let events =
      [1, 2, 3, 4, 9].map { Self.event($0, "e\($0)", Self.login("ada")) } + [
        Self.event(2, "b", Self.login("bob"))
      ]
    let found = Self.scan([rule], events).alerts
    #expect(
      found.count == 1 && found.first?.document["n"] == 4 && found.first?.document[path: "user.name"] == "ada"
    )
    let later = events + [61, 62, 63].map { Self.event($0, "l\($0)", Self.login("ada")) }
    #expect(Self.scan([rule], later).alerts.count == 2)
  }

  // MARK: Indicators

  @Test func indicatorsMustMatchAndEnrich() throws {
    let rule = try Self.rule(
      "threat_match",
      """
      query = "source.ip: *"
      threat_query = "threat.indicator.type: ipv4-addr"
      threat_index = ["logs-ti_*"]
      [[rule.threat_mapping]]
      [[rule.threat_mapping.entries]]
      field = "source.ip"
      type = "mapping"
      value = "threat.indicator.ip"
      """)
    let indicators = Indicators([
      Indicators.Indicator(
        id: "i1", index: "logs-ti_abuse",
        document: ["threat": ["indicator": ["ip": "192.0.2.66", "type": "ipv4-addr"]]]),
      Indicators.Indicator(
        id: "i2", index: "other",
        document: ["threat": ["indicator": ["ip": "192.0.2.1", "type": "ipv4-addr"]]]),
      Indicators.Indicator(
        id: "i3", index: "",
        document: ["threat": ["indicator": ["ip": "198.51.100.0/24", "type": "ipv4-addr"]]]),
    ])
    let events = ["192.0.2.66", "192.0.2.1", "198.51.100.7"].map {
      Self.event(0, $0, Self.login("ada", from: $0))
    }
    let found = Self.scan([rule], events, indicators: indicators).alerts
    #expect(Set(found.flatMap(Self.ids)) == ["192.0.2.66", "198.51.100.7"])
    let first = try #require(found.first { Self.ids($0) == ["192.0.2.66"] })
    #expect(first.document["threat.enrichments"]?.array?.first?["matched"]?["id"] == "i1")
  }

  // MARK: Machine learning

  @Test func rareValuesAreAnomaliesAfterAHistory() throws {
    let rule = try Self.rule(
      "machine_learning", "anomaly_threshold = 40\nmachine_learning_job_id = [\"rare_error_code\"]")
    func error(_ period: Double, _ code: String) -> String {
      Self.event(
        period * 15, "\(period) \(code)",
        ["event": ["dataset": "aws.cloudtrail"], "aws": ["cloudtrail": ["error_code": .string(code)]]])
    }
    let usual = (0..<40).map { error(Double($0), "AccessDenied") }
    #expect(Self.scan([rule], usual).alerts.isEmpty)
    let found = Self.scan([rule], usual + [error(41, "Client.Weird")]).alerts
    #expect(found.count == 1)
    #expect(found.first?.document[path: "aws.cloudtrail.error_code"] == "Client.Weird")
    #expect(Self.scan([rule], [error(0, "Client.Weird")]).alerts.isEmpty)
  }

  @Test func unknownJobsAreUnsupported() throws {
    let rule = try Self.rule("machine_learning", "anomaly_threshold = 40\nmachine_learning_job_id = \"dga\"")
    let check = RuleSet([rule], now: DetectorTests.now).checks[0]
    #expect(check.status == .unsupported && check.reason == "machine learning job dga")
  }

  // MARK: Suppression and alerts on alerts

  @Test func suppressionJoinsAlertsOfARunOrADuration() throws {
    func rule(_ duration: String, _ strategy: String = "suppress") throws -> Rule {
      try Self.rule(
        "query",
        """
        query = "event.action: login"
        interval = "5m"
        [rule.alert_suppression]
        group_by = ["user.name"]
        missing_fields_strategy = "\(strategy)"
        \(duration)
        """)
    }
    let events = [1, 2, 7, 40].map { Self.event($0, "e\($0)", Self.login("ada")) }
    let perRun = Self.scan([try rule("")], events).alerts
    #expect(perRun.count == 3 && perRun[0].document["kibana.alert.suppression.docs_count"] == 1)
    let perHour = Self.scan([try rule("duration = { value = 30, unit = \"m\" }")], events).alerts
    #expect(perHour.map { $0.document["kibana.alert.suppression.docs_count"] } == [2, 0])
    let missing = [1, 2].map { Self.event($0, "m\($0)", ["event": ["action": "login"]]) }
    #expect(Self.scan([try rule("")], missing).alerts.count == 1)
    #expect(Self.scan([try rule("", "doNotSuppress")], missing).alerts.count == 2)
  }

  @Test func rulesCanReadAlerts() throws {
    let first = try Self.rule("query", "query = \"event.action: login\"", id: "first")
    let second = try Self.rule(
      "threshold",
      """
      index = [".alerts-security.alerts-*"]
      query = "kibana.alert.rule.name: \\"Rule first\\""
      [rule.threshold]
      field = ["user.name"]
      value = 2
      """, id: "second")
    let found = Self.scan([first, second], [1, 2].map { Self.event($0, "e\($0)", Self.login("ada")) }).alerts
    let higher = try #require(found.first { $0.rule == 1 })
    #expect(found.count == 3 && higher.document["kibana.alert.depth"] == 2)
    #expect(Set(Self.ids(higher)) == Set(found.filter { $0.rule == 0 }.map(\.uuid)))
  }

  // MARK: Exceptions

  @Test func expectedMatchesAreKeptAndNamed() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "e.toml")
    try """
    [[exception]]
    name = "Ada tests logins"
    rules = ["single"]
    query = 'user.name: ada'
    [[exception]]
    name = "Quiet group"
    rules = ["Rule group"]
    query = 'user.name: bob'
    """.write(to: file, atomically: true, encoding: .utf8)
    let loaded = ExceptionLoader.load(paths: [file.path])
    #expect(loaded.problems.isEmpty)
    let single = try Self.rule("query", "query = \"event.action: login\"", id: "single")
    let group = try Self.rule("threshold", Self.threshold, id: "group")
    let events = (1...3).flatMap { minute in
      ["ada", "bob"].map { Self.event(Double(minute), "\($0)\(minute)", Self.login($0)) }
    }
    let (alerts, result) = Self.scan([single, group], events, exceptions: loaded.set)
    let expected = alerts.filter { $0.exception != nil }
    #expect(expected.count == 3 && expected.allSatisfy { $0.rule == 0 && $0.exception == "Ada tests logins" })
    #expect(expected.allSatisfy { $0.document["kibana.alert.workflow_status"] == "closed" })
    // The group of bob never came about; ada's did.
    #expect(alerts.filter { $0.rule == 1 }.map { $0.document[path: "user.name"] } == ["ada"])
    #expect(result.counts.expected.values.reduce(0, +) == 3)
  }
}

/// Bounds that are reached are said.
@Suite struct RuleBoundTests {
  @Test func suppressedSequencesTakeTheirEventsAlong() throws {
    let rule = try RuleTypeTests.rule(
      "eql",
      """
      query = 'sequence by user.name [any where event.action == "login"] [any where event.action == "logout"]'
      [rule.alert_suppression]
      group_by = ["user.name"]
      duration = { value = 1, unit = "h" }
      """)
    func event(_ minute: Double, _ action: String) -> String {
      RuleTypeTests.event(
        minute, "\(minute)", ["event": ["action": .string(action)], "user": ["name": "ada"]])
    }
    let events = [event(1, "login"), event(2, "logout"), event(3, "login"), event(4, "logout")]
    let alerts = RuleTypeTests.scan([rule], events).alerts
    #expect(alerts.filter { !$0.isPartOfGroup }.count == 1 && alerts.filter(\.isPartOfGroup).count == 2)
  }

  @Test func tooManyCombinationsAreAWarning() throws {
    let rule = try RuleTypeTests.rule(
      "new_terms", "query = \"a: *\"\nhistory_window_start = \"now-1d\"\nnew_terms_fields = [\"a\", \"b\"]")
    let many = JSON.array((0..<150).map { .string("v\($0)") })
    let found = RuleTypeTests.scan([rule], [RuleTypeTests.event(0, "e", ["a": many, "b": many])])
    #expect(found.alerts.count == 10_000)
    #expect(found.result.warnings.contains { $0.text.contains("combinations") })
  }

  @Test func indicatorRulesSayWhenTheyHaveNone() throws {
    let rule = try RuleTypeTests.rule(
      "threat_match",
      "query = \"a: *\"\nthreat_query = \"*\"\nthreat_index = [\"x\"]\n[[rule.threat_mapping]]\n[[rule.threat_mapping.entries]]\nfield = \"a\"\ntype = \"mapping\"\nvalue = \"b\"\n"
    )
    let check = try #require(RuleSet([rule], now: DetectorTests.now).checks.first)
    #expect(check.status == .ok && check.notes.contains { $0.contains("--indicators") })
  }
}
