import Engine
import Events
import OrderedCollections
import Storage
import TestSupport
import Testing

/// What exceptions explain is kept as expected, also by rules of which the runs decide what is found.
@Suite struct ExpectedRunTests {
  private static let exception = """
    [[exception]]
    name = "The job of ada"
    query = "user.name: ada"
    owner = "platform"
    reason = "it signs in often"
    """

  private func event(_ id: String, _ user: String) -> String {
    let document: JSON = [
      "@timestamp": "2026-10-14T09:59:00Z", "event": ["action": "login"], "user": ["name": .string(user)],
      "source": ["ip": "192.0.2.4"],
    ]
    return JSONWriter.text(["_id": .string(id), "_index": "logs-test", "_source": document])
  }

  private var indicator: String {
    let document: JSON = [
      "@timestamp": "2026-10-14T09:58:00Z", "event": ["kind": "enrichment"],
      "threat": ["indicator": ["ip": "192.0.2.4"]],
    ]
    return JSONWriter.text(["_id": "i", "_index": "logs-ti_test", "_source": document])
  }

  @Test(arguments: ["joined-by-time", "threat"])
  func excluded(_ rule: String) async throws {
    let toml = (TestRule.suppressing + TestRule.threats).filter { $0.contains("rule_id = \"\(rule)\"") }
    let test = try TestEngine(rules: toml, files: ["rules.exceptions": Self.exception])
    try test.ingest([event("a", "ada"), event("b", "bob"), event("c", "ada"), indicator])
    test.clock.advance(seconds: 300)
    try await test.engine.scheduler.runDue(at: test.clock.now)
    let alerts = try test.alerts(rule)
    #expect(alerts.count { $0.row.exception == nil } == 1, "\(alerts.count)")
    let expected = alerts.filter { $0.row.exception == "The job of ada" }
    #expect(expected.count == 2 && expected.allSatisfy { $0.row.status == .closed })
    #expect(try test.runs(rule).reduce(0) { $0 + $1.counts.expected } == 2)
    // The next runs see the same events and add nothing.
    test.clock.advance(seconds: 300)
    try await test.engine.scheduler.runDue(at: test.clock.now)
    #expect(try test.alerts(rule).count == 3)
    #expect(try test.runs(rule).reduce(0) { $0 + $1.counts.expected } == 2)
  }
}
