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
  /// What happens to an engine.
  private enum Step {
    case arrive([String])
    case wait(seconds: Int64)
    case runDue
    case restart
  }

  @Test(arguments: UInt64(1)...6)
  func everyPathRaisesTheSameAlerts(seed: UInt64) async throws {
    let steps = Self.steps(seed)
    let arrival = try await Self.play(steps, onArrival: true)
    let schedule = try await Self.play(steps, onArrival: false)
    let (first, second) = (try Self.ids(arrival), try Self.ids(schedule))
    let previewed = try Self.preview(arrival)
    for rule in first.keys {
      let counts = [first, second, previewed].map { $0[rule]?.count ?? 0 }
      let isSame = first[rule] == second[rule] && first[rule] == previewed[rule]
      #expect(isSame, "\(rule): arrival, schedule and preview raise \(counts) alerts")
    }
    // A test in which nothing happens would prove nothing.
    let silent = first.filter { $0.value.isEmpty }.map(\.key)
    #expect(silent.count <= 2, "rules without alerts: \(silent)")
    let waiting = try arrival.engine.store.read { reader in
      try first.keys.reduce(0) { $0 + (try reader.pendingSignalCount($1)) }
    }
    #expect(waiting == 0)
  }

  // MARK: Random lives

  private static func steps(_ seed: UInt64) -> [Step] {
    var random = SplitMix(state: seed)
    var steps: [Step] = []
    var time: Int64 = 0
    var number = 0
    while time < 5 * 3600 {
      let count = Int.random(in: 0...6, using: &random)
      steps.append(
        .arrive(
          (0..<count).map { _ in
            number += 1
            return event(number, at: time, &random)
          }))
      let pause =
        Int64.random(in: 0..<20, using: &random) == 0
        ? Int64.random(in: 600...4000, using: &random) : Int64.random(in: 20...400, using: &random)
      steps.append(.wait(seconds: pause))
      time += pause
      if Int.random(in: 0..<3, using: &random) > 0 {
        steps += [.runDue, .wait(seconds: 1)]
        time += 1
      }
      if Int.random(in: 0..<15, using: &random) == 0 { steps.append(.restart) }
    }
    return steps
  }

  /// An event that happened some time before it arrives, mostly a little, sometimes much; rarely it claims to lie ahead.
  private static func event(_ number: Int, at arrival: Int64, _ random: inout SplitMix) -> String {
    let users = ["ada", "bob", "eve", "mallory"]
    let delay: Int64 =
      switch Int.random(in: 0..<10, using: &random) {
      case 0: Int64.random(in: 1000...9000, using: &random)
      case 1: -Int64.random(in: 1...900, using: &random)
      default: Int64.random(in: 0...300, using: &random)
      }
    let time = Timestamp(nanoseconds: start.nanoseconds + (arrival - delay) * 1_000_000_000)
    let document: JSON = [
      "@timestamp": .string(time.description),
      "event": [
        "category": ["iam"],
        "action": .string(["login", "login", "delete", "read"].randomElement(using: &random) ?? "login"),
        "outcome": "success",
      ],
      "user": ["name": .string(users.randomElement(using: &random) ?? "ada")],
      "source": ["ip": .string("192.0.2.\(Int.random(in: 1...9, using: &random))")],
    ]
    return JSONWriter.text(["_id": .string("e\(number)"), "_index": "logs-test", "_source": document])
  }

  private static let start = Timestamp("2026-10-14T10:00:00Z") ?? Timestamp(nanoseconds: 0)

  private static func play(_ steps: [Step], onArrival: Bool) async throws -> TestEngine {
    let test = try TestEngine(rules: TestRule.every, overrides: ["rules.on_arrival": "\(onArrival)"])
    for place in test.engine.rules.edition.active.checks { #expect(place.status == .ok, "\(place)") }
    for step in steps {
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
      let preview = try test.engine.preview.run(rule, from: start, to: test.clock.now)
      result[rule.ruleID] = Set(preview.alerts.map(\.uuid))
    }
    return result
  }
}
