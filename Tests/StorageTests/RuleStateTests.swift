import Events
import Storage
import TestSupport
import Testing

struct RuleStateTests {
  @Test func stateIsWrittenAsDifferences() throws {
    let test = try TestStore()
    try test.store.write { writer in
      try writer.setRuleState("r", ["seenUntil": 5])
      try writer.updateRuleState("r", kind: "seen", changed: ["a": 1, "b": ["x": 2], "é": 3])
      try writer.updateRuleState("r", kind: "seen", changed: ["a": 7], removed: ["b"])
      try writer.setRuleCursor("r", "arrival", to: 42)
      try writer.addPendingSignals("r", [["n": 1], ["n": 2]])
      try writer.setCheckpoint("file:/a", to: "10")
    }
    try test.store.read { reader in
      var entries: [String: JSON] = [:]
      try reader.ruleStateEntries("r", kind: "seen") { entries[$0] = $1 }
      #expect(entries == ["a": 7, "é": 3])
      #expect(try reader.ruleState("r") == ["seenUntil": 5])
      #expect(try reader.ruleCursor("r", "arrival") == 42)
      #expect(try reader.ruleCursor("r", "other") == nil)
      #expect(try reader.pendingSignals("r").map(\.payload) == [["n": 1], ["n": 2]])
      #expect(try reader.checkpoint("file:/a") == "10")
      #expect(try reader.checkpoints(prefix: "file:").count == 1)
    }
    try test.store.write { try $0.forgetRuleState("r") }
    #expect(try test.store.read { try $0.pendingSignalCount("r") } == 0)
  }

  @Test func runsAreRecorded() throws {
    let test = try TestStore()
    let period = time("2026-10-14T11:00:00Z")..<time("2026-10-14T12:00:00Z")
    let run = try test.store.write {
      try $0.beginRun(
        RuleExecution(rule: "r", version: 3, kind: .scheduled, started: test.clock.now, period: period))
    }
    #expect(try test.store.read { try $0.runs(status: .running) } == [run])
    var finished = run
    finished.status = .partialFailure
    finished.finished = test.clock.now
    finished.counts.alerts = 7
    finished.warnings = ["too many"]
    try test.store.write { try $0.updateRun(finished) }
    #expect(try test.store.read { try $0.latestRuns() } == ["r": finished])
    #expect(try test.store.write { try $0.failInterruptedRuns() } == 0)
  }
}
