import Detection
import Engine
import Events
import OrderedCollections
import Rules
import Storage
import TestSupport
import Testing

/// A backfill raises what a preview of the same period shows, for every kind of rule.
@Suite struct BackfillTests {
  private static let start = Timestamp("2026-10-14T10:00:00Z") ?? Timestamp(nanoseconds: 0)

  /// By the time of events: that of their arrival says nothing here.
  private static let rules =
    TestRule.every.map { $0.replacing("timestamp_override = \"event.ingested\"", with: "") } + [
      TestRule.toml(
        "learning", "machine_learning",
        """
        anomaly_threshold = 30
        machine_learning_job_id = ["rare_method_for_a_user_id"]
        interval = "15m"
        from = "now-1h"
        """)
    ]

  /// Nine hours of events; in the last of them somebody does something for the first time.
  private static func events() -> [String] {
    var random = SplitMix(state: 3)
    return (0..<1080).map { number in
      let time = Timestamp(nanoseconds: start.nanoseconds + Int64(number) * 30_000_000_000)
      let user = ["ada", "bob", "eve"].randomElement(using: &random) ?? "ada"
      let usual = ["login", "login", "read", "read", "delete"].randomElement(using: &random) ?? "read"
      let action = number == 1000 ? "never-before" : usual
      let document: JSON = [
        "@timestamp": .string(time.description),
        "event": [
          "category": ["iam"], "action": .string(action), "outcome": "success", "dataset": "aws.cloudtrail",
        ],
        "user": ["name": .string(number > 900 ? "\(user)-\(number / 60)" : user)],
        "aws": ["cloudtrail": ["user_identity": ["arn": .string("arn:\(user)")]]],
        "source": ["ip": .string("192.0.2.\(Int.random(in: 1...9, using: &random))")],
      ]
      return JSONWriter.text(["_id": .string("e\(number)"), "_index": "logs-test", "_source": document])
    }
  }

  @Test func aBackfillRaisesWhatAPreviewShows() async throws {
    let test = try TestEngine(rules: Self.rules, overrides: ["rules.on_arrival": "false"])
    // The events arrive when all of it is long over, so that no run of the schedule looks at them.
    test.clock.advance(seconds: 40 * 86_400)
    try test.ingest(Self.events())
    let end = Timestamp(nanoseconds: Self.start.nanoseconds + 9 * 3_600_000_000_000)
    var silent: [String] = []
    for rule in test.engine.rules.edition.rules {
      let run = try await test.engine.backfill(rule.ruleID, over: Self.start...end, by: "test")
      #expect(run.status != .failed, "\(rule.ruleID): \(run.error ?? "")")
      let raised = try test.alerts(rule.ruleID).filter { $0.document["kibana.alert.group.index"] == nil }
      let shown = try test.engine.preview.run(rule, from: Self.start, to: end, countsArrival: false)
      let isSame = Set(raised.map(\.row.uuid)) == Set(shown.alerts.map(\.uuid))
      #expect(isSame, "\(rule.ruleID): \(raised.count) alerts raised, \(shown.alerts.count) shown")
      if raised.isEmpty { silent.append(rule.ruleID) }
    }
    #expect(silent.isEmpty, "rules that find nothing prove nothing: \(silent)")
  }
}
