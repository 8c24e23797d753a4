import Engine
import Events
import OrderedCollections
import Storage
import Testing

/// The life of one rule under the engine: a capped rule that runs every ten minutes over the last hour.
@Suite struct SeedTests {
  private static let rule = TestRule.toml(
    "seed", "query",
    """
    language = "kuery"
    query = "event.dataset: aws.cloudtrail and event.action: StopConfigurationRecorder and event.outcome: success"
    from = "now-60m"
    interval = "10m"
    max_signals = 100
    timestamp_override = "event.ingested"
    """)

  private func record(_ id: String, _ time: String = "2026-10-14T09:59:00Z") -> String {
    """
    {"eventVersion":"1.11","eventTime":"\(time)","eventSource":"config.amazonaws.com",\
    "eventName":"StopConfigurationRecorder","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.7","userAgent":"aws-cli",\
    "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ada","accountId":"111122223333","userName":"ada"},\
    "requestParameters":{"configurationRecorderName":"default"},"responseElements":null,"eventID":"\(id)",\
    "readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333"}
    """
  }

  @Test func aRecordBecomesAnAlertOnceAndIsAudited() async throws {
    let test = try TestEngine(rules: [Self.rule])
    let report = try test.ingest([record("a")])
    #expect(report.stored == 1 && report.alerts == 1)
    let alert = try #require(try test.alerts().first)
    #expect(alert.document["kibana.alert.rule.execution.type"] == "scheduled")
    #expect(alert.document["event"]?["ingested"]?.string == "2026-10-14T10:00:00.000Z")
    #expect(alert.row.principal == "ada" && alert.row.status == .open)
    let audit = try test.engine.store.read { try $0.auditEntries() }
    #expect(audit.contains { $0.action == "alert.raised" && $0.subject == alert.row.uuid })

    // Reading it again, and the run of the schedule, add nothing.
    let again = try test.ingest([record("a")])
    #expect(again.stored == 0 && again.duplicates == 1 && again.alerts == 0)
    test.clock.advance(seconds: 600)
    let runs = try await test.engine.scheduler.runDue(at: test.clock.now)
    #expect(runs.runs == 2 && runs.failures == 0)
    #expect(try test.alerts().count == 1)
    #expect(try test.runs("seed").reduce(0) { $0 + $1.counts.alerts } == 1)
  }

  @Test func theCapOfARunLosesNothing() async throws {
    let test = try TestEngine(rules: [Self.rule], clock: ManualClock("2026-10-14T10:01:00Z"))
    try test.ingest((0..<250).map { record("e\($0)") })
    #expect(try test.alerts().count == 100)
    var counts: [Int] = []
    for _ in 0..<4 {
      test.clock.advance(seconds: 600)
      try await test.engine.scheduler.runDue(at: test.clock.now)
      counts.append(try test.alerts().count)
    }
    #expect(counts == [200, 250, 250, 250])
    let warned = try test.runs("seed").filter { $0.status == .partialFailure }
    #expect(warned.count == 1 && warned.first?.warnings.first?.contains("max_signals (100)") == true)
  }

  @Test func aRestartForgetsNothing() async throws {
    let test = try TestEngine(rules: [Self.rule])
    test.clock.advance(seconds: 60)
    try test.ingest((0..<150).map { record("e\($0)") })
    try test.restart()
    test.clock.advance(seconds: 600)
    try await test.engine.scheduler.runDue(at: test.clock.now)
    #expect(try test.alerts().count == 150)
  }

  @Test func aNewRuleLooksAtItsPeriodAndNotFurther() async throws {
    let test = try TestEngine(rules: [])
    try test.ingest([record("old")])
    test.clock.advance(seconds: 2 * 3600)
    try test.ingest([record("new", "2026-10-14T11:59:00Z")])
    let object = try JSONReader.read(
      """
      {"rule_id": "made-here", "name": "N", "description": "d", "risk_score": 1, "severity": "low", "type": "query",
       "language": "kuery", "query": "event.action: StopConfigurationRecorder", "from": "now-60m", "interval": "10m",
       "author": []}
      """)
    try test.engine.rules.put(object.object ?? [:], by: "ada")
    let alerts = try test.alerts("made-here")
    #expect(alerts.count == 1 && alerts.first?.row.originalTime == Timestamp("2026-10-14T11:59:00Z"))
    // The backfill of a period finds what lies before.
    let period = try #require(Timestamp("2026-10-14T09:00:00Z"))...test.clock.now
    let run = try await test.engine.backfill("made-here", over: period, by: "ada")
    #expect(run.status == .succeeded && run.counts.alerts == 1 && run.counts.events == 2)
    #expect(try test.alerts("made-here").count == 2)
  }

  @Test func missedRunsAreMadeUpForAndTheGapIsFilled() async throws {
    let test = try TestEngine(rules: [Self.rule], overrides: ["rules.on_arrival": "false"])
    try await test.engine.scheduler.runDue(at: test.clock.now)
    try test.ingest([record("before")])
    test.clock.advance(seconds: 5 * 3600)
    try test.restart()
    try test.ingest([record("after", "2026-10-14T14:59:00Z")])
    test.clock.advance(seconds: 600)
    try await test.engine.scheduler.runDue(at: test.clock.now)
    #expect(try test.alerts().count == 2)
    let gaps = try test.engine.store.read { try $0.gaps(rule: "seed") }
    #expect(gaps.count == 1 && gaps.first?.status == .filled)
    #expect(try test.runs("seed").contains { $0.kind == .catchUp })
  }
}
