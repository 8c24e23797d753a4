import Events
import OrderedCollections
import Storage
import TestSupport
import Testing

struct IncidentTests {
  private static func insert(_ test: TestStore, _ alerts: [AlertDraft]) throws {
    try test.store.write { writer in
      for alert in alerts { try writer.insertAlert(alert) }
    }
  }

  @Test func alertsOfOnePrincipalBelongTogether() throws {
    let test = try TestStore()
    try Self.insert(
      test,
      [
        SampleAlert.draft("a", rule: "r1", risk: 50, originalTime: "2026-10-14T10:00:00Z"),
        SampleAlert.draft(
          "b", rule: "r2", severity: "critical", risk: 50, originalTime: "2026-10-14T20:00:00Z"),
        SampleAlert.draft("c", rule: "r2", risk: 20, originalTime: "2026-10-14T21:00:00Z"),
        SampleAlert.draft("d", originalTime: "2026-10-14T10:00:00Z", user: "bob"),
        SampleAlert.draft("e", originalTime: "2026-10-14T10:00:00Z", account: "999999999999"),
        SampleAlert.draft("f", originalTime: "2026-10-17T10:00:00Z"),
        SampleAlert.draft("g", user: nil),
        SampleAlert.draft("h", exception: "planned"),
        SampleAlert.draft("i", extra: ["kibana.alert.building_block_type": "default"]),
      ])
    let incidents = try test.store.read { try $0.incidents() }
    #expect(incidents.map(\.alerts).sorted() == [1, 1, 1, 3])
    let first = try #require(incidents.first { $0.alerts == 3 })
    #expect(first.principal == "alice")
    #expect(first.rules == 2)
    #expect(first.severity == .critical)
    #expect(first.risk == 75)
    #expect(first.time == time("2026-10-14T10:00:00Z")...time("2026-10-14T21:00:00Z"))
    let page = try test.store.read { try $0.alerts(AlertSearch(incident: first.id, isDescending: false)) }
    #expect(page.alerts.map(\.row.uuid) == ["a", "b", "c"])
    try test.store.write { _ = try $0.updateAlerts(["a", "b", "c"], .close(.truePositive), by: "x") }
    #expect(try test.store.read { try $0.incident(first.id) }?.unresolved == 0)
    #expect(try test.store.read { try $0.incidents(isUnresolved: true) }.count == 3)
    #expect(try test.store.read { try $0.incidents(isUnresolved: false) }.map(\.id) == [first.id])
  }

  @Test func anAlertBetweenTwoIncidentsMakesThemOne() throws {
    let hour: Int64 = 3_600_000_000_000
    let times = ["2026-10-14T10:00:00Z", "2026-10-14T11:30:00Z", "2026-10-14T13:00:00Z"]
    // Whatever the order in which they arrive.
    for order in [[0, 1, 2], [0, 2, 1], [2, 0, 1], [2, 1, 0]] {
      let test = try TestStore(incidentGap: 2 * hour)
      for place in order {
        try Self.insert(
          test, [SampleAlert.draft("\(place)", rule: "r\(place)", risk: 10, originalTime: times[place])])
      }
      let incidents = try test.store.read { try $0.incidents() }
      #expect(incidents.map(\.alerts) == [3])
      #expect(incidents.map(\.rules) == [3])
      #expect(incidents.first?.time == time(times[0])...time(times[2]))
      #expect(try test.store.read { try $0.alertCount(AlertSearch(incident: incidents.first?.id)) } == 3)
    }
  }
}
