import Detection
import Engine
import Events
import OrderedCollections
import Rules
import Storage
import TestSupport
import Testing

/// Whichever way events take, the same alerts come out: judged on arrival, judged by the schedule, or previewed; in
/// whatever order and how late they arrive, with pauses and restarts in between.
@Suite struct PathTests {
  @Test(arguments: UInt64(1)...6)
  func everyPathRaisesTheSameAlerts(seed: UInt64) async throws {
    let life = RandomLife(seed, hours: 5, event: RandomLife.deed)
    try await check(life, TestRule.every, silent: 2)
  }

  @Test(arguments: UInt64(11)...14)
  func indicatorsMatchWhicheverComesFirst(seed: UInt64) async throws {
    let life = RandomLife(seed, hours: 5, event: RandomLife.deedOrIndicator)
    try await check(life, TestRule.threats, silent: 0)
  }

  @Test(arguments: UInt64(21)...24)
  func alertsAreJoinedTheSameWay(seed: UInt64) async throws {
    let life = RandomLife(seed, hours: 5, event: RandomLife.deedOrIndicator)
    try await check(life, TestRule.suppressing, silent: 0)
  }

  @Test(arguments: UInt64(31)...33)
  func whatIsUnusualIsUnusualOnEveryPath(seed: UInt64) async throws {
    let life = RandomLife(seed, hours: 16, pause: 60...700, event: RandomLife.failure)
    try await check(life, TestRule.anomalies, silent: 1)
  }

  // MARK: Comparing

  private func check(_ life: RandomLife, _ rules: [String], silent allowed: Int) async throws {
    let arrival = try await Self.play(life, rules, onArrival: true)
    let schedule = try await Self.play(life, rules, onArrival: false)
    let (first, second) = (try Self.ids(arrival), try Self.ids(schedule))
    let previewed = try Self.preview(arrival)
    for rule in first.keys.sorted() {
      let counts = [first, second, previewed].map { $0[rule]?.count ?? 0 }
      let isSame = first[rule] == second[rule] && first[rule] == previewed[rule]
      #expect(isSame, "\(rule): arrival, schedule and preview raise \(counts) alerts")
    }
    // A test in which nothing happens would prove nothing.
    let silent = first.filter { $0.value.isEmpty }.map(\.key)
    #expect(silent.count <= allowed, "rules without alerts: \(silent)")
    let waiting = try arrival.engine.store.read { reader in
      try first.keys.reduce(0) { $0 + (try reader.pendingSignalCount($1)) }
    }
    #expect(waiting == 0)
  }

  private static func play(_ life: RandomLife, _ rules: [String], onArrival: Bool) async throws -> TestEngine
  {
    let test = try TestEngine(
      rules: rules, files: ["rules.indicators": TestRule.indicators],
      overrides: ["rules.on_arrival": "\(onArrival)"])
    for place in test.engine.rules.edition.active.checks { #expect(place.status == .ok, "\(place)") }
    #expect(test.engine.rules.edition.problems.isEmpty)
    for step in life.steps {
      switch step {
      case .arrive(let lines): if !lines.isEmpty { try test.ingest(lines) }
      case .wait(let seconds): test.clock.advance(seconds: seconds)
      case .runDue: try await test.engine.scheduler.runDue(at: test.clock.now)
      case .restart: try test.restart()
      }
    }
    // Everything that waits is raised, and every period that could see an event is over.
    test.clock.advance(seconds: 6 * 3600)
    try await test.engine.scheduler.runDue(at: test.clock.now)
    return test
  }

  private static func ids(_ test: TestEngine) throws -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for rule in test.engine.rules.edition.rules { result[rule.ruleID] = [] }
    for alert in try test.alerts() where alert.document["kibana.alert.group.index"] == nil {
      result[alert.row.ruleID, default: []].insert(alert.row.uuid)
    }
    return result
  }

  private static func preview(_ test: TestEngine) throws -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for rule in test.engine.rules.edition.rules {
      let preview = try test.engine.preview.run(rule, from: RandomLife.start, to: test.clock.now)
      result[rule.ruleID] = Set(preview.alerts.map(\.uuid))
    }
    return result
  }
}
