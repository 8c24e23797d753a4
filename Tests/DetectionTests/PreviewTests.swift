import CloudTrail
import Detection
import Events
import Inputs
import OrderedCollections
import Rules
import Testing

@Suite struct PreviewTests {
  private func preview(_ rule: Rule, _ events: [String], from: String? = nil, to: String? = nil)
    -> Preview.Result
  { Self.preview(rule, events, from: from, to: to) }

  static func preview(_ rule: Rule, _ events: [String], from: String? = nil, to: String? = nil)
    -> Preview.Result
  {
    let set = RuleSet([rule], now: DetectorTests.now, keepsEvents: true)
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    let options = DetectorOptions(now: DetectorTests.now, usesTimestampOverride: true)
    let detector = Detector(rules: set, mapper: mapper, options: options)
    for event in events { _ = RecordReader().read(text: Array(event.utf8), named: "e", handler: detector) }
    let kept = KeptRows()
    kept.add(detector)
    return Preview(rules: set, mapper: mapper, options: options)
      .run(kept, from: from.flatMap { Timestamp($0) }, to: to.flatMap { Timestamp($0) })
  }

  private func rule(_ extra: String) throws -> Rule {
    try RuleTypeTests.rule("query", "query = \"event.action: login\"\n\(extra)")
  }

  private func logins(_ minutes: [Double]) -> [String] {
    minutes.map { RuleTypeTests.event($0, "e\($0)", RuleTypeTests.login("ada")) }
  }

  @Test func runsFallOnTheIntervalAndEventsAlertOnce() throws {
    let result = preview(try rule("interval = \"5m\"\nfrom = \"now-9m\""), logins([1, 2, 12]))
    #expect(result.alerts.count == 3 && result.runs.map(\.alerts) == [2, 0, 1, 0])
    #expect(result.runs.map { "\($0.time)" }.first == "2026-10-14T00:05:00.000Z")
    #expect(result.runs.map(\.events) == [2, 2, 1, 1])
  }

  @Test func aGapBetweenPeriodsIsNotSeen() throws {
    let result = preview(try rule("interval = \"10m\"\nfrom = \"now-5m\""), logins([1, 7]))
    #expect(result.alerts.compactMap(\.originalTime).count == 1)
  }

  @Test func theCapPostponesAlertsAndLosesNone() throws {
    let result = preview(
      try rule("interval = \"5m\"\nfrom = \"now-5m\"\nmax_signals = 2"), logins([1, 2, 3, 4, 4.5]))
    #expect(
      result.alerts.count == 5 && result.runs.map(\.alerts) == [2, 2, 1]
        && result.runs.map(\.postponed) == [3, 1, 0])
    #expect(result.warnings.contains { $0.contains("max_signals") })
  }

  @Test func runsChooseByTheOverride() throws {
    var late = RuleTypeTests.login("ada").object ?? [:]
    late.set("event.ingested", to: "2026-10-14T03:00:00Z")
    let events = [RuleTypeTests.event(1, "late", .object(late))]
    let byTime = preview(try rule("from = \"now-5m\""), events)
    let byIngest = preview(try rule("from = \"now-5m\"\ntimestamp_override = \"event.ingested\""), events)
    #expect(byTime.runs.first.map { "\($0.time)" } == "2026-10-14T00:05:00.000Z")
    #expect(
      byIngest.runs.first.map { "\($0.time)" } == "2026-10-14T03:00:00.000Z" && byIngest.alerts.count == 1)
  }

  @Test func theTimeCanBeNarrowed() throws {
    let result = preview(
      try rule("interval = \"5m\"\nfrom = \"now-5m\""), logins([1, 61, 121]), from: "2026-10-14T01:00:00Z",
      to: "2026-10-14T01:30:00Z")
    #expect(result.alerts.count == 1 && result.runCount == 7)
  }

  @Test func alertsAreThoseOfAScan() throws {
    let rule = try rule("interval = \"5m\"\nfrom = \"now-6m\"")
    let events = logins([1, 2, 3, 50, 51])
    #expect(
      Set(preview(rule, events).alerts.map(\.uuid))
        == Set(RuleTypeTests.scan([rule], events).alerts.map(\.uuid)))
  }

  /// The 15 minutes that are compared do not depend on the period of the rule.
  @Test func shortPeriodsSeeWholePeriodsOfAnomalies() throws {
    func rule(_ schedule: String) throws -> Rule {
      try RuleTypeTests.rule(
        "machine_learning",
        "anomaly_threshold = 20\nmachine_learning_job_id = [\"rare_error_code\"]\n\(schedule)")
    }
    func failure(_ minute: Double, _ code: String) -> String {
      RuleTypeTests.event(
        minute, "\(minute)",
        ["event": ["dataset": "aws.cloudtrail"], "aws": ["cloudtrail": ["error_code": .string(code)]]])
    }
    let usual = (0..<40).map { failure(Double($0) * 15 + 14, "AccessDenied") }
    let events = usual + [failure(30 * 15 + 1, "Odd"), failure(41 * 15 + 1, "Other")]
    let long = preview(try rule("from = \"now-45m\"\ninterval = \"15m\""), events)
    #expect(long.alerts.count == 2)
    for schedule in ["from = \"now-6m\"\ninterval = \"5m\"", "from = \"now-1m\"\ninterval = \"10m\""] {
      let short = preview(try rule(schedule), events)
      #expect(short.alerts.map(\.uuid) == long.alerts.map(\.uuid), "\(schedule)")
      #expect(
        short.alerts.map { $0.document["record_score"] } == long.alerts.map { $0.document["record_score"] })
    }
  }
}
