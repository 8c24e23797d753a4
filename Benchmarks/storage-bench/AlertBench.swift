import Events
import Foundation
import OrderedCollections
import Query
import Storage

/// Stores alerts and reads the pages that people look at.
struct AlertBench {
  let folder: URL
  let count: Int

  private static let start: Int64 = (Timestamp("2026-01-01T00:00:00Z") ?? Timestamp(nanoseconds: 0))
    .nanoseconds

  func run() throws {
    let store = try Store(folder: folder)
    var made = 0
    var writing = Measure()
    try writing.add {
      while made < count {
        try store.write { writer in
          for number in made..<min(count, made + 1000) { try writer.insertAlert(Self.alert(number)) }
        }
        made += 1000
      }
    }
    writing.printRate("insert", count, "alerts")
    Measure.print("file, bytes an alert", Double(try store.size().total) / Double(count), "B")
    try read(store)
    try store.close()
  }

  private static func alert(_ number: Int) throws -> AlertDraft {
    let rule = number * 7919 % 150
    let time = Timestamp(nanoseconds: start + Int64(number) * 60_000_000_000).description
    let uuid = "\(String(number, radix: 16))-" + String(repeating: "0123456789abcdef", count: 3)
    var document: JSONObject = [
      "@timestamp": .string(time), "kibana.alert.depth": 1, "kibana.alert.status": "active",
      "kibana.alert.workflow_status": .string(number % 5 == 0 ? "closed" : "open"),
      "kibana.alert.workflow_tags": [],
      "kibana.alert.workflow_assignee_ids": [], "kibana.alert.start": .string(time),
    ]
    let words = String(repeating: "What the rule looks for and why. ", count: 20)
    for (key, value) in [
      ("rule_id", "rule-\(rule)"), ("description", words), ("note", words + words + words), ("type", "query"),
    ] { document["kibana.alert.rule.\(key)"] = .string(value) }
    document["kibana.alert.rule.parameters"] = ["query": "event.action: a", "description": .string(words)]
    document["cloud"] = ["account": ["id": .string("11112222\(3333 + number % 5)")], "region": "eu-west-1"]
    document["user"] = ["name": .string("role-\(number * 31 % 3000)")]
    document["source"] = ["ip": .string("198.51.100.\(number % 250)")]
    document["event"] = [
      "action": "StopConfigurationRecorder", "provider": "config.amazonaws.com", "outcome": "success",
      "kind": "signal",
      "original": .string(String(repeating: "{\"eventVersion\":\"1.09\"}", count: 40) + "\(number)"),
    ]
    let severities = ["low", "medium", "high", "critical"]
    document["kibana.alert.severity"] = .string(severities[rule % 4])
    document["kibana.alert.risk_score"] = .number(JSONNumber([21, 47, 73, 99][rule % 4]))
    document["kibana.alert.uuid"] = .string(uuid)
    document["kibana.alert.original_time"] = .string(time)
    document["kibana.alert.rule.name"] = .string("What rule number \(rule) is called")
    return try AlertDraft(document: document)
  }

  private func read(_ store: Store) throws {
    func term(_ field: String, _ text: String) -> Query.Expression {
      .test(field: field, .term(text, ignoresCase: false))
    }
    let name = Query.Expression.test(
      field: "kibana.alert.rule.name", .wildcard(Wildcard("*number 1? *"), ignoresCase: false))
    let pages: [(String, AlertSearch)] = [
      ("open, newest first", AlertSearch(statuses: [.open])),
      ("all, gravest first", AlertSearch(sort: .severity)),
      ("one rule", AlertSearch(condition: term("kibana.alert.rule.rule_id", "rule-17"))),
      ("one principal", AlertSearch(condition: term("user.name", "role-7"))),
      ("rule name by pattern", AlertSearch(condition: name, statuses: [.open])),
      ("page 200", AlertSearch(statuses: [.open], offset: 10_000)),
    ]
    for (what, search) in pages {
      var total = 0
      try Measure.median("page: \(what)") { total = try store.read { try $0.alerts(search).total } }
      print("  alerts found\t\(total)")
    }
    try Measure.median("counts by severity and rule") {
      _ = try store.read {
        try $0.alertCounts(
          by: ["kibana.alert.severity", "kibana.alert.rule.name"], AlertSearch(statuses: [.open]))
      }
    }
    let day: Int64 = 86_400_000_000_000
    try Measure.median("histogram by day") { _ = try store.read { try $0.alertHistogram(interval: day) } }
  }
}
