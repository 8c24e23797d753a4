import CloudTrail
import Detection
import Events
import OrderedCollections
import Rules
import TestSupport
import Testing

/// What a detector leaves out when it works for one run changes nothing of what the run finds.
@Suite struct OneRunTests {
  private static let jobs = [
    "rare_method_for_a_user_id", "rare_error_code", "high_distinct_count_error_message",
  ]

  private static func rules(_ from: String) throws -> [Rule] {
    try jobs.map { job in
      try RuleTypeTests.rule(
        "machine_learning",
        """
        anomaly_threshold = 10
        machine_learning_job_id = ["\(job)"]
        interval = "15m"
        from = "\(from)"
        """)
    }
  }

  private struct Event {
    let arrived: Timestamp
    let text: String
  }

  /// Events of fifty periods, most of them on time, some late, some with several values, many with equal ones.
  private static func events(_ random: inout SplitMix) -> [Event] {
    let start: Int64 = 1_791_936_000
    return (0..<900).map { number in
      let arrived = start + Int64(number) * 50
      let late = Int.random(in: 0..<8, using: &random) == 0 ? Int64.random(in: 0...9000, using: &random) : 0
      let actions = ["login", "read", "read", "read", "write", "new-\(number / 150)"]
      let action = actions.randomElement(using: &random) ?? "read"
      let isDouble = Int.random(in: 0..<20, using: &random) == 0
      var event: JSONObject = ["dataset": "aws.cloudtrail"]
      event["action"] = isDouble ? [.string(action), "read"] : .string(action)
      let user = "arn:\(Int.random(in: 0..<3, using: &random))"
      let failures = (number / 18) % 25 == 24 ? 40 : 2
      let trail: JSONObject = [
        "user_identity": ["arn": .string(user)],
        "error_code": .string("E\(Int.random(in: 0..<failures, using: &random))"),
        "error_message": .string("m\(Int.random(in: 0..<failures, using: &random))"),
      ]
      let time = Timestamp(nanoseconds: (arrived - late) * 1_000_000_000)
      return Event(
        arrived: Timestamp(nanoseconds: arrived * 1_000_000_000),
        text: JSONWriter.text([
          "@timestamp": .string(time.description), "event": .object(event),
          "aws": ["cloudtrail": .object(trail)],
        ]))
    }
  }

  @Test(arguments: ["now-2h", "now-20m", "now-15m"])
  func runsFindTheSame(from: String) throws {
    var random = SplitMix(state: 11)
    let events = Self.events(&random)
    let rules = try Self.rules(from)
    let set = RuleSet(rules, now: DetectorTests.now)
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    let runs = ScheduledRuns(rules: set, mapper: mapper, now: DetectorTests.now)
    let end = try #require(events.last).arrived
    for place in rules.indices {
      #expect(set.checks[place].status == .ok)
      var (whole, reduced) = (RuleMemory(), RuleMemory())
      var alerts = 0
      var time = rules[place].schedule.firstRun(atOrAfter: events[0].arrived)
      while time <= end {
        let seen = events.filter { $0.arrived <= time }
        let first = runs.detector(for: [place])
        Self.feed(seen, to: first)
        let (all, _) = try #require(
          runs.run(place, at: time, seen: first, memory: &whole, isKnown: { _ in false }))

        let demand = try #require(runs.demand(place, at: time, memory: reduced))
        let second = runs.detector(for: [place])
        runs.prepare(second, for: [(place, demand)])
        Self.feed(seen, to: second)
        let (few, _) = try #require(
          runs.run(place, at: time, seen: second, memory: &reduced, isKnown: { _ in false }))

        #expect(all.signals.map(\.alert.uuid) == few.signals.map(\.alert.uuid))
        #expect(whole.state == reduced.state && few.events <= all.events)
        alerts += all.signals.count
        time = rules[place].schedule.firstRun(atOrAfter: Timestamp(nanoseconds: time.nanoseconds + 1))
      }
      #expect(alerts > 0, "a rule that finds nothing proves nothing: \(Self.jobs[place])")
    }
  }

  private static func feed(_ events: [Event], to detector: Detector) {
    for (number, event) in events.enumerated() {
      detector.arrived = event.arrived
      var text = event.text
      text.withUTF8 { detector.document($0, id: "\(number)", index: nil) }
    }
  }
}
