import CloudTrail
import Events
import Query
import Rules
import TestSupport
import Testing

@testable import Detection

/// Leaving out rows that say nothing new changes nothing that rules find.
@Suite struct TermRowsTests {
  private static let start: Int64 = 1_791_936_000_000_000_000
  private static let minute: Int64 = 60_000_000_000

  private struct Event {
    let number: Int
    let time: Int64
    let user: String

    var held: HeldEvent {
      HeldEvent(
        identity: EventIdentity(index: "", id: "e\(number)"), index: nil, time: Timestamp(nanoseconds: time),
        order: UInt64(number), isRecord: false, bytes: [])
    }
  }

  private func events(_ random: inout SplitMix, days: Int64) -> [Event] {
    (0..<300).map { number in
      // Some come together, so that times are equal and look-backs overlap.
      let minutes = Int64.random(in: 0..<(days * 1440), using: &random)
      let time = Self.start + (Bool.random(using: &random) ? minutes : minutes / 200 * 200) * Self.minute
      return Event(number: number, time: time, user: "u\(Int.random(in: 0..<8, using: &random))")
    }
  }

  private func identities(_ rows: RunRows, _ rule: NewTermsRule, _ loaded: Rule, alsoAt runs: Set<Int64>)
    -> Set<[String]>
  {
    let replay = Replay(rule: rule, schedule: loaded.schedule, rows: rows, warnings: WarningList())
    var state = RuleState()
    return Set(replay.scan(state: &state, alsoAt: runs).flatMap(\.findings).map(\.identity))
  }

  @Test(arguments: ["now-10d", "now-1d", "now-3h", "now-2d/d", "now-1M"])
  func reducedRowsFindTheSame(history: String) throws {
    let loaded = try RuleTypeTests.rule(
      "new_terms",
      """
      query = "*:*"
      interval = "5m"
      from = "now-30m"
      history_window_start = "\(history)"
      new_terms_fields = ["user.name"]
      """)
    let start = try #require(loaded.historyWindowStart)
    let rule = NewTermsRule(loaded, query: .all, historyStart: start)
    let plan = try #require(TermPlan(fields: [0], historyStart: start, schedule: loaded.schedule))
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    var random = SplitMix(state: 11)
    for round in 0..<8 {
      let events = events(&random, days: round % 2 == 0 ? 40 : 3)
      let all = RunRows(
        events.map { Row(event: $0.number, time: $0.time, steps: [0], values: [.text($0.user)]) },
        events: events.map(\.held), mapper: mapper)
      // Two tables, as two threads would have.
      var values = [ValueTable(fields: 1), ValueTable(fields: 1)]
      var tables = [TermRows(), TermRows()]
      for half in tables.indices { tables[half].open(0, plan) }
      for event in events.shuffled(using: &random) {
        let half = event.number % 2
        let number = values[half].number(0, of: .text(event.user))
        if let wanted = tables[half].add((number, 0, 0), time: event.time, rule: 0) {
          tables[half].keep(wanted, KeptEvent(event.held), rule: 0)
        }
      }
      tables[0].add(tables[1], values[0].take(values[1]))
      let reduced = tables[0].rows(of: 0, values[0])
      let rows = RunRows(reduced.rows, events: reduced.events, mapper: mapper)
      let expected = identities(all, rule, loaded, alsoAt: [])
      #expect(identities(rows, rule, loaded, alsoAt: reduced.runs) == expected && !expected.isEmpty)
    }
  }

  @Test func rowsThatAreNoNewsAreNotKept() throws {
    let loaded = try RuleTypeTests.rule("new_terms", RuleTypeTests.newTerms)
    let start = try #require(loaded.historyWindowStart)
    let plan = try #require(TermPlan(fields: [0, 1], historyStart: start, schedule: loaded.schedule))
    var rows = TermRows()
    rows.open(0, plan)
    var made = 0
    for second in 0..<600 {
      let time = Self.start + Int64(second) * 1_000_000_000
      guard let wanted = rows.add((1, 1, 0), time: time, rule: 0) else { continue }
      made += 1
      rows.keep(wanted, KeptEvent(Event(number: second, time: 0, user: "").held), rule: 0)
    }
    #expect(made <= 2)
  }

  @Test func aHistoryThatIsNoLongerThanThePeriodNeedsEveryRow() throws {
    let loaded = try RuleTypeTests.rule("new_terms", RuleTypeTests.newTerms)
    let fixed = try #require(DateMath("2026-01-01||"))
    let short = try #require(DateMath("now-10m"))
    #expect(TermPlan(fields: [0], historyStart: short, schedule: loaded.schedule) == nil)
    #expect(TermPlan(fields: [0], historyStart: fixed, schedule: loaded.schedule) == nil)
  }
}
