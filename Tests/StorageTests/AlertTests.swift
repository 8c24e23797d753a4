import Events
import OrderedCollections
import Query
import Storage
import TestSupport
import Testing

struct AlertTests {
  @Test func anAlertComesBackAsItWas() throws {
    let test = try TestStore()
    let draft = try SampleAlert.draft("a-1")
    #expect(try test.store.write { try $0.insertAlert(draft) })
    #expect(try !test.store.write { try $0.insertAlert(draft) })
    let found = try #require(try test.store.read { try $0.alert("a-1") })
    #expect(Array(found.document.keys) == Array(draft.document.keys))
    #expect(found.document == draft.document)
    #expect(found.row.principal == "alice")
    #expect(found.row.severity == .high)
    #expect(try test.store.read { try $0.alertIDs(prefix: "a-") } == ["a-1"])
  }

  @Test func theDocumentShowsTheWork() throws {
    let test = try TestStore()
    try test.store.write { writer in
      try writer.insertAlert(SampleAlert.draft("a"))
      #expect(try writer.updateAlerts(["a", "none"], .acknowledge, by: "bob") == ["a"])
      #expect(try writer.updateAlerts(["a"], .acknowledge, by: "bob").isEmpty)
      try writer.updateAlerts(["a"], .addTags(["t", "u"]), by: "bob")
      try writer.updateAlerts(["a"], .setAssignees(["carol"]), by: "bob")
      try writer.updateAlerts(["a"], .note("looked at"), by: "carol")
      try writer.updateAlerts(["a"], .close(.expectedChange), by: "carol")
      try writer.setSuppression(alert: "a", count: 3, end: time("2026-10-14T12:30:00Z"))
    }
    let found = try #require(try test.store.read { try $0.alert("a") })
    #expect(found.document["kibana.alert.workflow_status"] == "closed")
    #expect(found.document["kibana.alert.workflow_reason"] == "expected_change")
    #expect(found.document["kibana.alert.workflow_tags"] == ["t", "u"])
    #expect(found.document["kibana.alert.workflow_assignee_ids"] == ["carol"])
    #expect(found.document["kibana.alert.workflow_user"] == "carol")
    #expect(found.document["kibana.alert.suppression.docs_count"] == 3)
    let history = try test.store.read { try $0.alertHistory("a") }
    #expect(history.map(\.kind) == [.status, .tags, .assignees, .note, .status])
    #expect(history.last?.new == "closed: expected_change")
    try test.store.write { _ = try $0.updateAlerts(["a"], .open, by: "carol") }
    let open = try #require(try test.store.read { try $0.alert("a") })
    #expect(open.document["kibana.alert.workflow_reason"] == nil)
    #expect(throws: StoreError.self) {
      try test.store.write { try $0.setAlertFields("a", ["user.name": "x"]) }
    }
  }

  @Test func pagesOrdersAndFilters() throws {
    let test = try TestStore()
    try test.store.write { writer in
      for number in 0..<20 {
        try writer.insertAlert(
          SampleAlert.draft(
            "a\(number)", rule: "r\(number % 3)",
            severity: ["low", "medium", "high", "critical"][number % 4],
            created: "2026-10-14T12:00:\(number + 10).000Z"))
      }
    }
    let page = try test.store.read { try $0.alerts(AlertSearch(offset: 2, limit: 3)) }
    #expect(page.total == 20)
    #expect(page.alerts.map(\.row.uuid) == ["a17", "a16", "a15"])
    let grave = AlertSearch(
      condition: .and([
        .test(field: "kibana.alert.severity", .terms(["critical"], ignoresCase: false)),
        .not(.test(field: "kibana.alert.rule.name", .wildcard(Wildcard("*r0"), ignoresCase: false))),
      ]), isDescending: false)
    #expect(try test.store.read { try $0.alerts(grave) }.alerts.map(\.row.uuid) == ["a7", "a11", "a19"])
  }
}
