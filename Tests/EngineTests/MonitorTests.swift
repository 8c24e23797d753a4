import Engine
import Events
import OrderedCollections
import Storage
import Testing

/// What the engine notices of itself becomes an alert, which is closed when it is over.
@Suite struct MonitorTests {
  private func record(_ id: String, _ time: String) -> String {
    """
    {"eventVersion":"1.11","eventTime":"\(time)","eventSource":"s3.amazonaws.com","eventName":"ListBuckets",\
    "awsRegion":"eu-west-1","eventID":"\(id)","recipientAccountId":"111122223333","userIdentity":{"type":"Root",\
    "accountId":"111122223333"}}
    """
  }

  private func open(_ test: TestEngine, _ check: MonitorCheck) throws -> [StoredAlert] {
    try test.alerts(check.ruleID).filter { $0.row.status == .open }
  }

  @Test func silenceOfAnAccountIsNoticedAndEnds() async throws {
    let test = try TestEngine()
    try test.ingest([record("a", "2026-10-14T09:59:00Z")])
    await test.engine.monitor.look()
    #expect(try open(test, .silence).isEmpty)
    test.clock.advance(seconds: 7 * 3600)
    await test.engine.monitor.look()
    let alert = try #require(try open(test, .silence).first)
    #expect(alert.document["kibana.alert.reason"]?.string?.contains("111122223333 in eu-west-1") == true)
    // It is the same alert as long as the silence lasts.
    test.clock.advance(seconds: 3600)
    await test.engine.monitor.look()
    #expect(try test.alerts(MonitorCheck.silence.ruleID).count == 1)
    try test.ingest([record("b", "2026-10-14T17:59:00Z")])
    await test.engine.monitor.look()
    let closed = try #require(try test.alerts(MonitorCheck.silence.ruleID).first)
    #expect(closed.row.status == .closed && closed.row.reason == "automated_closure")
  }

  @Test func eventsAheadOfTheClockAreNoticed() async throws {
    let test = try TestEngine()
    try test.ingest([record("a", "2026-10-14T12:00:00Z")])
    await test.engine.monitor.look()
    #expect(try open(test, .clockSkew).count == 1)
    await test.engine.monitor.look()
    #expect(try open(test, .clockSkew).isEmpty)
  }

  @Test func aRuleFileThatIsWrongIsNoticed() async throws {
    let test = try TestEngine(rules: ["[rule]\nname = 1\n"])
    await test.engine.monitor.look()
    #expect(try open(test, .ruleFailure).count == 1)
    #expect(test.engine.monitor.findings.first?.text.contains("0.toml") == true)
  }
}
