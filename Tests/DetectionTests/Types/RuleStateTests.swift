import CloudTrail
import Events
import Foundation
import Query
import Rules
import Testing

@testable import Detection

/// What a rule remembers can be stored between runs without changing what it finds.
@Suite struct RuleStateTests {
  private static let start: Int64 = 1_791_936_000_000_000_000

  /// 240 events, so many minutes apart.
  private func rows(apart minutes: Int64, _ values: (String, String) -> [Value]) -> RunRows {
    var held: [HeldEvent] = []
    var rows: [Row] = []
    for number in 0..<240 {
      let time = Self.start + Int64(number) * minutes * 60_000_000_000
      held.append(
        HeldEvent(
          identity: EventIdentity(index: "", id: "e\(number)"), index: nil,
          time: Timestamp(nanoseconds: time),
          order: UInt64(number), isRecord: false, bytes: []))
      let user = "u\(number * number % 7)"
      rows.append(
        Row(event: number, time: time, steps: [0], values: values(user, number == 200 ? "odd" : "usual")))
    }
    return RunRows(
      rows, events: held, mapper: ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now)))
  }

  /// The identities of all findings of the runs of a schedule, with the state stored and read again after each when asked.
  private func identities(_ rule: any RowRule, _ rows: RunRows, _ schedule: Schedule, isStored: Bool) throws
    -> [[String]]
  {
    let replay = Replay(rule: rule, schedule: schedule, rows: rows, warnings: WarningList())
    var state = RuleState()
    var found: [[String]] = []
    for step in 1...60 {
      let time = Timestamp(nanoseconds: Self.start + Int64(step) * schedule.interval)
      let period = try #require(schedule.window(at: time))
      found += replay.run(at: time, period, &state).findings.map(\.identity)
      if isStored { state = try JSONDecoder().decode(RuleState.self, from: try JSONEncoder().encode(state)) }
    }
    return found
  }

  private func check(
    _ rule: any RowRule, _ loaded: Rule, apart minutes: Int64 = 1, distinct: Int? = nil,
    _ values: (String, String) -> [Value]
  ) throws {
    let rows = rows(apart: minutes, values)
    let once = try identities(rule, rows, loaded.schedule, isStored: false)
    #expect(try identities(rule, rows, loaded.schedule, isStored: true) == once && !once.isEmpty)
    // Overlapping periods may find the same again; then it has the same identity, and is one alert.
    #expect(Set(once).count == distinct ?? once.count)
  }

  @Test func thresholds() throws {
    let loaded = try RuleTypeTests.rule("threshold", RuleTypeTests.threshold)
    try check(ThresholdRule(loaded, query: .all), loaded) { user, _ in [.text(user)] }
  }

  @Test func newTerms() throws {
    let loaded = try RuleTypeTests.rule("new_terms", RuleTypeTests.newTerms)
    let rule = NewTermsRule(loaded, query: .all, historyStart: try #require(loaded.historyWindowStart))
    try check(rule, loaded, distinct: 5) { user, code in [.text(user), .text(code)] }
  }

  @Test func anomalies() throws {
    let loaded = try RuleTypeTests.rule(
      "machine_learning",
      "anomaly_threshold = 10\nmachine_learning_job_id = [\"rare_error_code\"]\ninterval = \"15m\"\nfrom = \"now-2h\""
    )
    let job = try #require(AnomalyJob.find("rare_error_code_ea"))
    try check(AnomalyRule(job, query: .all, threshold: 10), loaded, apart: 3, distinct: 1) { _, code in
      [.text(code)]
    }
  }
}
