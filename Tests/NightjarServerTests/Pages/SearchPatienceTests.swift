import Events
import HTTPTypes
import OrderedCollections
import Query
import Storage
import Testing

@testable import NightjarServer

/// Pages whose search had no time left say so, and go on where they ended.
@Suite struct SearchPatienceTests {
  private static func record(_ number: Int, day: Int) -> JSONObject {
    var record = TestSite.record(number, attack: "p\(number)")
    record["eventTime"] = .string("2026-10-0\(day)T10:02:11Z")
    return record
  }

  private static func render(_ site: TestSite, _ template: String, _ values: PageValues) throws -> String {
    try PageTemplates(site.services.resources).render(template, values)
  }

  @Test func alertsThatWereNotLookedAtAreSaid() async throws {
    let site = try await TestSite()
    try await site.ingest((1...4).map { Self.record($0, day: 5) })
    let parameters = FormBody("q=event.provider:%20conf*&from=now-5y")
    let query = AlertListQuery(parameters, now: site.services.now())
    let search = try query.search(types: .standard, now: site.services.now()).get()
    let part = AlertListReading(query: query, search: search, now: site.services.now())
    let past = ContinuousClock.now
    let first = try site.services.store.read { try part.read($0, until: past) }
    #expect(first.unsearched == 4 && first.alerts.isEmpty && first.unfinished == [.open, .all])
    let page = try Self.render(site, "alerts", part.values(first))
    #expect(page.contains("data-continue") && page.contains("4 older ones remain") && page.contains("0+"))
    #expect(!page.contains("No alert matches"))
    let complete = try site.services.store.read { try part.read($0, until: past + .seconds(3600)) }
    #expect(complete.unsearched == 0 && complete.total == 4 && complete.unfinished.isEmpty)
    // What was looked at is known without looking again.
    let again = try site.services.store.read { try part.read($0, until: past) }
    #expect(again.unsearched == 0 && again.total == 4)
    #expect(try !Self.render(site, "alerts", part.values(again)).contains("data-continue"))
  }

  @Test func eventsThatWereNotLookedAtAreSaid() async throws {
    let site = try await TestSite()
    try await site.ingest((1...3).map { Self.record($0, day: $0) })
    let condition = try QueryText.kql(
      "user_agent.original: p*", types: .standard, now: site.services.now()
    ).get()
    let range = TimeRange(FormBody("from=now-5y"), usual: "now-90d", now: site.services.now())
    let part = EventListReading(
      condition: condition, range: range, types: .standard, limit: 10, now: site.services.now(),
      fields: ["user.name"])
    let past = ContinuousClock.now
    var totals: [Int] = []
    for _ in 0..<3 {
      let content = try site.services.store.read { try part.read($0, until: past) }
      totals.append(content.total)
      let page = try Self.render(
        site, "explore", part.values(content) { _, _ in "/" }.merging(["isEvents": true]) { $1 })
      #expect(page.contains("data-continue") == (content.unsearched > 0))
      #expect(content.rows.count == content.total && content.total + content.unsearched == 3)
    }
    #expect(totals == [1, 2, 3])
  }

  @Test func theUsualListOfEventsIsPreparedAsThePageAsksForIt() async throws {
    let site = try await TestSite()
    try await site.ingest((1...3).map { Self.record($0, day: $0) })
    await site.services.warmUp()
    let usual = EventListReading.usual(now: site.services.now(), types: site.services.types)
    // Nothing needs to be read: even without time all of it is there.
    let content = try site.services.store.read { try usual.read($0, until: .now) }
    #expect(content.total == 3 && content.unsearched == 0)
  }

  @Test func valuesOfFieldsWithoutColumnsSayHowManyAlertsWereLookedAt() async throws {
    let site = try await TestSite()
    try await site.ingest((1...3).map { Self.record($0, day: 5) })
    try await site.test { client in
      let path = "/query/assist?for=alerts&q=event.provider:%20&caret=16"
      let found = try await site.get(path, client).json
      let first = found["suggestions"]?.array?.first
      #expect(first?["label"]?.string == "config.amazonaws.com")
      let events = try await site.get("/query/assist?for=events&q=user.name:%20p&caret=12", client).json
      let labels = events["suggestions"]?.array?.compactMap { $0["label"]?.string } ?? []
      #expect(Set(labels) == ["p1", "p2", "p3"])
      #expect(events["suggestions"]?.array?.first?["kind"]?.string?.contains("of the latest") == true)
    }
  }
}
