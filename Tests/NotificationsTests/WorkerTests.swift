import Events
import Foundation
import OrderedCollections
import Storage
import TestSupport
import Testing

@testable import Notifications

/// The queue and the policy, with a file as the sink.
@Suite struct WorkerTests {
  @Test func alertsAreToldOnce() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    #expect(try bench.offer(Samples.alert()) == ["log": .queued])
    #expect(try bench.offer(Samples.alert()) == ["log": .duplicate])
    try await bench.drain()
    try await bench.drain()
    let lines = try bench.written()
    #expect(lines.count == 1 && lines[0]["kind"] == "alert" && lines[0]["id"] == "alert-1")
    #expect(lines[0]["alert"]?["kibana.alert.rule.name"] == "Config Stopped")
    #expect(try bench.deliveries(.sent).count == 1 && bench.worker.counts.all["log"]?.sent == 1)
  }

  @Test func nothingIsQueuedWhenTheTransactionFails() async throws {
    struct Failure: Error {}
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    #expect(throws: Failure.self) {
      try bench.store.write { writer in
        try bench.intake.offer(Samples.alert(), to: writer)
        throw Failure()
      }
    }
    try await bench.drain()
    #expect(try bench.written().isEmpty && bench.deliveries().isEmpty)
  }

  @Test func filtersDecide() throws {
    let folder = try TemporaryFolder()
    let bench = try Bench(
      [
        Bench.file(
          folder,
          [
            "min_severity": "high", "rules": ["config*", "rule-2"], "exclude_rules": ["*noisy*"],
            "accounts": ["111122223333"],
          ])
      ], folder: folder)
    func outcome(_ alert: JSONObject) throws -> NotificationIntake.Outcome? { try bench.offer(alert)["log"] }
    #expect(try outcome(Samples.alert(1)) == .queued)
    #expect(try outcome(Samples.alert(2, severity: "critical", ruleID: "rule-2", name: "Other")) == .queued)
    #expect(try outcome(Samples.alert(3, severity: "medium")) == .filtered)
    #expect(try outcome(Samples.alert(4, name: "Other")) == .filtered)
    #expect(try outcome(Samples.alert(5, name: "Config noisy rule")) == .filtered)
    #expect(try outcome(Samples.alert(6, extra: ["cloud": ["account": ["id": "999988887777"]]])) == .filtered)
    // A severity that nobody knows is told.
    #expect(try outcome(Samples.alert(7, severity: "weird")) == .queued)
  }

  @Test func buildingBlocksAndExpectedAlertsAreNeverTold() throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    let block = Samples.alert(1, extra: ["kibana.alert.building_block_type": "default"])
    let expected = Samples.alert(
      2,
      extra: [
        "kibana.alert.workflow_status": "closed", "kibana.alert.workflow_reason": "expected: change window",
      ])
    #expect(try bench.offer(block) == ["log": .filtered] && bench.offer(expected) == ["log": .filtered])
  }

  @Test func rulesAreThrottled() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder, ["throttle": "1h"])], folder: folder)
    #expect(try bench.offer(Samples.alert(1)) == ["log": .queued])
    for number in 2...6 { #expect(try bench.offer(Samples.alert(number)) == ["log": .throttled]) }
    #expect(try bench.offer(Samples.alert(7, ruleID: "rule-2")) == ["log": .queued])
    bench.advance(.seconds(3600))
    #expect(try bench.offer(Samples.alert(8)) == ["log": .queued])
    try await bench.drain()
    let lines = try bench.written()
    #expect(lines.map { $0["id"]?.string } == ["alert-1", "alert-7", "alert-8"])
    #expect(lines.map { $0["held_back"]?.integer } == [nil, nil, 5])
    // What the rule says comes first.
    let always = Samples.alert(9, extra: ["kibana.alert.rule.throttle": "rule"])
    let never = Samples.alert(10, extra: ["kibana.alert.rule.throttle": "no_actions"])
    #expect(try bench.offer(always) == ["log": .queued] && bench.offer(never) == ["log": .filtered])
  }

  // MARK: Storms

  @Test func aStormIsOneDigestWithTheExactNumber() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench(
      [Bench.file(folder, ["storm_alerts": 5, "storm_window": "5m"])], folder: folder)
    for number in 0..<137 {
      try bench.offer(
        Samples.alert(number, severity: number % 2 == 0 ? "high" : "low", name: "Rule \(number % 3)"))
    }
    try await bench.drain()
    #expect(try bench.written().count == 5)
    bench.advance(.seconds(299))
    for number in 137..<150 { try bench.offer(Samples.alert(number)) }
    try await bench.drain()
    #expect(try bench.written().count == 5)
    bench.advance(.seconds(2))
    // The first of the next window is no part of the digest.
    try bench.offer(Samples.alert(999))
    try await bench.drain()
    let lines = try bench.written()
    #expect(lines.count == 7)
    let digest = try #require(lines.first { $0["kind"] == "digest" })
    #expect(digest[path: "digest.count"] == 145 && digest["text"] == "145 more alerts")
    let severities = digest[path: "digest.severities"]?.object ?? [:]
    #expect(severities.values.compactMap(\.integer).reduce(0, +) == 145)
    #expect(lines.contains { $0["id"] == "alert-999" })
    let told = try bench.deliveries(.sent).count { $0.kind == "alert" }
    let dropped = try bench.deliveries(.dropped).count
    #expect(told == 6 && dropped == 145)
  }

  @Test func aStormOutlivesTheProgram() async throws {
    let folder = try TemporaryFolder()
    let sink = Bench.file(folder, ["storm_alerts": 2, "storm_window": "5m"])
    var bench = try Bench([sink], folder: folder)
    for number in 0..<10 { try bench.offer(Samples.alert(number)) }
    try await bench.drain()
    bench = try Bench([sink], folder: folder)
    try await bench.drain()
    #expect(try bench.written().count == 2)
    bench.advance(.seconds(301))
    try await bench.drain()
    #expect(try bench.written().last?[path: "digest.count"] == 8)
  }

  /// Nine alerts wait for a sink that is down, and are counted once however often that is tried.
  @Test func whatWaitsForASinkIsNoStorm() async throws {
    let folder = try TemporaryFolder()
    let place = folder.url.appending(path: "later")
    let sink: JSON = [
      "name": "log", "kind": "file", "path": .string(place.appending(path: "out").path), "storm_alerts": 10,
      "storm_window": "10m", "backoff": "5s", "backoff_cap": "5s", "attempts": 100,
    ]
    let bench = try Bench([sink], folder: folder)
    for number in 0..<9 { try bench.offer(Samples.alert(number)) }
    for _ in 0..<10 {
      try await bench.drain()
      bench.advance(.seconds(5))
    }
    #expect(try bench.deliveries(.queued).count == 9)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try await bench.drain()
    let sent = try bench.deliveries(.sent)
    #expect(sent.count == 9 && sent.allSatisfy { $0.kind == "alert" })
    // The window goes on: the eleventh alert of it is one too many.
    for number in 9..<12 { try bench.offer(Samples.alert(number)) }
    try await bench.drain()
    #expect(try bench.deliveries(.sent).count == 10)
    bench.advance(.seconds(600))
    try await bench.drain()
    let digests = try bench.deliveries(.sent).filter { $0.kind == "digest" }
    #expect(digests.map { $0.payload[path: "digest.count"] } == [2])
  }

  @Test func withoutALimitEverythingIsTold() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder, ["storm_alerts": 0])], folder: folder)
    for number in 0..<60 { try bench.offer(Samples.alert(number)) }
    try await bench.drain()
    #expect(try bench.written().count == 60)
  }

  // MARK: Quiet hours

  @Test func quietHoursHoldBackWhatIsNotSevere() async throws {
    let folder = try TemporaryFolder()
    let quiet: JSON = [
      ["from": "22:00", "to": "06:00", "timezone": "Europe/Berlin"],
      ["days": ["sat", "sun"], "from": "06:00", "to": "22:00", "timezone": "Europe/Berlin"],
    ]
    let bench = try Bench([Bench.file(folder, ["quiet": quiet, "quiet_except": "critical"])], folder: folder)
    // Friday, 23:00 in Berlin: quiet until Monday at six.
    bench.setTime("2026-10-16T21:00:00Z")
    try bench.offer(Samples.alert(1))
    try bench.offer(Samples.alert(2, severity: "critical"))
    try await bench.drain()
    #expect(try bench.written().map { $0["id"]?.string } == ["alert-2"])
    bench.setTime("2026-10-19T03:59:59Z")
    try await bench.drain()
    #expect(try bench.written().count == 1)
    bench.setTime("2026-10-19T04:00:00Z")
    try await bench.drain()
    #expect(try bench.written().map { $0["id"]?.string } == ["alert-2", "alert-1"])
  }

  // MARK: Failures

  @Test func failuresAreRepeatedAndGivenUp() async throws {
    let folder = try TemporaryFolder()
    let missing = folder.url.appending(path: "later")
    let sink: JSON = [
      "name": "log", "kind": "file", "path": .string(missing.appending(path: "out").path), "attempts": 4,
      "backoff": "10s", "backoff_cap": "30s",
    ]
    let bench = try Bench([sink], folder: folder)
    try bench.offer(Samples.alert(1))
    try bench.offer(Samples.alert(2))
    for pause in [10, 20, 30] {
      try await bench.drain()
      let waiting = try bench.deliveries(.queued)
      let first = try #require(waiting.first { $0.alert == "alert-1" })
      // The one behind it waits, and its attempts do not count.
      #expect(waiting.count == 2 && waiting.allSatisfy { $0.alert == "alert-1" || $0.attempts == 0 })
      #expect(first.lastError?.contains("cannot be opened") == true)
      bench.advance(.seconds(pause) - .milliseconds(1))
      try await bench.drain()
      #expect(try bench.deliveries(.queued).first { $0.id == first.id }?.attempts == first.attempts)
      bench.advance(.milliseconds(1))
    }
    try await bench.drain()
    let dead = try bench.deliveries(.dead)
    #expect(dead.map(\.alert) == ["alert-1"] && bench.worker.counts.all["log"]?.dead == 1)

    // A dead letter is queued again, with all its attempts.
    try FileManager.default.createDirectory(at: missing, withIntermediateDirectories: true)
    let id = try #require(dead.first?.id)
    let isQueued = try bench.store.write { try $0.requeueDelivery(id) }
    #expect(isQueued)
    bench.advance(.seconds(60))
    try await bench.drain()
    #expect(try bench.deliveries(.sent).count == 2)
  }

  @Test func pausesGrowWithFullJitter() {
    var policy = RetryPolicy()
    policy.base = .seconds(5)
    policy.cap = .seconds(60)
    let longest = (1...6).map { policy.pause(after: $0, wish: nil, random: 1) }
    #expect(longest == [5, 10, 20, 40, 60, 60].map { .seconds($0) })
    #expect(policy.pause(after: 4, wish: nil, random: 0.5) == .seconds(20))
    #expect(policy.pause(after: 4, wish: nil, random: 0) == .seconds(1))
    #expect(policy.pause(after: 1, wish: .seconds(30), random: 0) == .seconds(30))
    #expect(policy.pause(after: 1, wish: .seconds(9999), random: 0) == .seconds(60))
    #expect(policy.pause(after: .max, wish: nil, random: 1) == .seconds(60))
  }

  @Test func whatIsNoNoticeIsADeadLetter() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    _ = try bench.store.write { writer in
      try writer.enqueueDelivery(
        sink: "log", kind: "newer", alert: nil, idempotencyKey: "1", payload: ["alert": [:]])
    }
    try await bench.drain()
    #expect(try bench.deliveries(.dead).count == 1)
  }

  // MARK: Running

  @Test func theWorkerRunsUntilItIsStopped() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    let worker = bench.worker
    let running = Task { try await worker.run() }
    for number in 1...3 {
      try bench.offer(Samples.alert(number))
      worker.wake()
      let deadline = ContinuousClock.now + .seconds(300)
      while try bench.written().count < number, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try bench.written().count == number)
    }
    worker.stop()
    try await running.value
    try bench.offer(Samples.alert(4))
    #expect(try bench.deliveries(.queued).count == 1)
  }

  @Test func theWorkerEndsWhenItsTaskIsCancelled() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    let worker = bench.worker
    let running = Task { try await worker.run() }
    running.cancel()
    try await running.value
  }

  @Test func closedAlertsAreToldToThoseWhoKeepAState() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder, ["closed": true])], folder: folder)
    let alert = Samples.alert(
      1,
      extra: [
        "kibana.alert.workflow_status": "closed", "kibana.alert.workflow_reason": "expected_change",
        "kibana.alert.workflow_status_updated_at": "2026-10-14T11:00:00.000Z",
      ])
    try bench.store.write { writer in
      try bench.intake.close(alert, to: writer)
      try bench.intake.close(alert, to: writer)
    }
    try await bench.drain()
    #expect(try bench.written().map { $0["kind"]?.string } == ["closed"])
  }

  @Test func aTestMessageShowsThatASinkWorks() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench([Bench.file(folder)], folder: folder)
    #expect(try bench.store.write { try bench.intake.test("log", to: $0) })
    #expect(try !bench.store.write { try bench.intake.test("other", to: $0) })
    try await bench.drain()
    #expect(try bench.written().map { $0["kind"]?.string } == ["test"])
  }
}
