import Engine
import Events
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OrderedCollections
import Rules
import Storage
import Testing

@testable import NightjarServer

@Suite struct PageActionTests {
  @Test func theSampleBecomesAlertsWithEvidence() async throws {
    let site = try await TestSite()
    try await site.test { client in
      let empty = try await site.get("/alerts", client)
      #expect(empty.text.contains("No event has arrived yet"))
      #expect(try await site.post("/demo", [], client).status == .seeOther)
      let list = try await site.get("/alerts?view=all", client)
      #expect(list.text.contains("AWS Configuration Recorder Stopped"))
      let seed = try #require(
        try site.services.store.read { try $0.alerts(AlertSearch()) }.alerts.first {
          $0.row.ruleName == "AWS Configuration Recorder Stopped"
        })
      let page = try await site.get("/alerts/\(seed.row.uuid)?evidence=1", client)
      #expect(page.text.contains("Blind window") && page.text.contains("47 min"))
      #expect(page.text.contains("Responses are switched off"))
      let visibility = try await site.get("/visibility?from=now-5y", client)
      #expect(visibility.text.contains("47 min") && visibility.text.contains("StopConfigurationRecorder of"))
    }
  }

  @Test func aPageSaysWhetherTheLogFileIsProved() async throws {
    let site = try await TestSite()
    try await site.ingest([TestSite.record(1, attack: "one")])
    let uuid = try #require(
      try site.services.store.read { try $0.alerts(AlertSearch()) }.alerts.first?.row.uuid)
    try await site.test { client in
      let before = try await site.get("/alerts/\(uuid)", client)
      #expect(!before.text.contains("Log integrity"))
      try site.services.store.write { writer in
        try writer.setAlertFields(
          uuid, ["nightjar": ["integrity": ["state": "invalid", "reason": "hash value does not match"]]])
      }
      let page = try await site.get("/alerts/\(uuid)", client)
      #expect(page.text.contains("is not what CloudTrail delivered: hash value does not match."))
    }
  }

  @Test func anIncidentShowsItsSeverityOnceAndThatOfEachAlertOnce() async throws {
    let site = try await TestSite()
    try await site.ingest([TestSite.record(1, attack: "one"), TestSite.record(2, attack: "one")])
    try await site.test { client in
      let page = try await site.get("/incidents/1", client)
      let alerts = page.text.matches(of: /data-row/).count
      #expect(alerts > 0 && page.text.matches(of: /class="sev"/).count == 1 + alerts)
    }
  }

  @Test func workOnAlertsIsKeptAndAudited() async throws {
    let site = try await TestSite()
    try await site.ingest([TestSite.record(1, attack: "one"), TestSite.record(2, attack: "two")])
    let uuids = try site.services.store.read { try $0.alerts(AlertSearch()) }.alerts
      .sorted { ($0.row.principal ?? "") < ($1.row.principal ?? "") }.map(\.row.uuid)
    #expect(uuids.count == 2)
    try await site.test { client in
      let close = try await site.post(
        "/alerts/work",
        [
          ("uuid", uuids[0]), ("do", "close"), ("reason", "benign_positive"), ("note", "agreed"),
          ("back", "/alerts?q=x"),
        ], client)
      #expect(close.headers[.location] == "/alerts?q=x&done=closed&n=1")
      let row = try #require(try site.services.store.read { try $0.alertRow(uuids[0]) })
      #expect(row.status == .closed && row.reason == "benign_positive" && row.workflowUser == "admin")
      let without = try await site.post("/alerts/work", [("uuid", uuids[1]), ("do", "close")], client)
      #expect(without.status == .badRequest)
      let all = try await site.post(
        "/alerts/work",
        [
          ("scope", "query"), ("view", "open"), ("q", "user.name: two"), ("do", "assign"),
          ("value", "lena, ada"),
        ], client)
      #expect(all.headers[.location]?.hasSuffix("done=assigned&n=1") == true)
      #expect(try site.services.store.read { try $0.alertRow(uuids[1]) }?.assignees == ["lena", "ada"])
      let audit = try site.services.store.read { try $0.auditEntries(limit: 50) }
      #expect(audit.contains { $0.action == "alert.close" && $0.subject == uuids[0] && $0.actor == "admin" })
    }
  }

  @Test func nothingChangesWithoutTokenOrPermission() async throws {
    let site = try await TestSite()
    try await site.services.access.addUser(
      name: "viewer", password: TestServer.password, roles: [.viewer], actor: "test")
    let secret = try await site.services.access.signIn(
      name: "viewer", password: TestServer.password, address: "test")
    let csrf = SecretText.derived(from: secret, for: "csrf")
    let paths = [
      "/alerts/work", "/demo", "/rules/work", "/rules/x/work", "/rules/edit", "/rules/check",
      "/exceptions/edit",
      "/exceptions/remove", "/settings/users", "/settings/keys", "/alerts/x/respond", "/alerts/x/evidence",
    ]
    try await site.test { client in
      for path in paths {
        var headers: HTTPFields = site.headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let forged = try await client.execute(uri: path, method: .post, headers: headers)
        #expect(forged.status == .forbidden, "\(path)")
        headers[.cookie] = "\(site.services.access.cookie.name)=\(secret)"
        headers[.csrfToken] = csrf
        let refused = try await client.execute(uri: path, method: .post, headers: headers)
        #expect(refused.status == .forbidden, "\(path)")
        let nobody = try await client.execute(uri: path, method: .post, headers: [.accept: "text/html"])
        #expect(nobody.status == .unauthorized, "\(path)")
      }
    }
  }

  @Test func aChangeWindowMakesTheNextMatchExpected() async throws {
    let site = try await TestSite()
    try await site.test { client in
      let wrong = try await site.post(
        "/exceptions/edit",
        [("do", "save"), ("name", "w"), ("query", "user.name: ("), ("begin", "09:00"), ("end", "12:00")],
        client)
      #expect(wrong.status == .ok && wrong.text.contains("note bad"))
      let saved = try await site.post(
        "/exceptions/edit",
        [
          ("do", "save"), ("name", "Migration"), ("query", "user.name: \"planned\""), ("begin", "09:00"),
          ("end", "12:00"),
          ("timezone", "UTC"), ("day", "wed"),
        ], client)
      #expect(saved.headers[.location] == "/exceptions?done=saved")
    }
    try await site.ingest([TestSite.record(1, attack: "planned"), TestSite.record(2, attack: "unplanned")])
    try await site.test { client in
      let expected = try await site.get("/alerts?view=expected", client)
      #expect(expected.text.contains("planned called") && !expected.text.contains("unplanned called"))
      let open = try await site.get("/alerts?view=open", client)
      #expect(open.text.contains("unplanned called") && !open.text.contains(">planned called"))
    }
  }

  @Test func rulesAreCheckedPreviewedSavedAndReverted() async throws {
    let site = try await TestSite()
    try await site.ingest([TestSite.record(1, attack: "one")])
    let text = """
      [rule]
      rule_id = "own"
      name = "Own rule"
      description = "x"
      severity = "low"
      risk_score = 21
      type = "query"
      language = "kuery"
      index = ["logs-*"]
      query = "event.action: StopConfigurationRecorder"
      """
    try await site.test { client in
      let check = try await site.post(
        "/rules/check", [("text", text.replacing("query = \"event", with: "query = \"(event"))], client)
      #expect(check.text.contains("bad") && check.text.contains("query"))
      let preview = try await site.post(
        "/rules/edit", [("do", "preview"), ("new", "1"), ("days", "90"), ("text", text)], client)
      #expect(preview.text.contains("Nothing is stored"))
      #expect(site.engine.rules.edition.rule("own") == nil)
      #expect(
        try await site.post("/rules/edit", [("do", "save"), ("new", "1"), ("text", text)], client).status
          == .seeOther)
      let second = try await site.post("/rules/edit", [("do", "save"), ("new", "1"), ("text", text)], client)
      #expect(second.status == .conflict)
      let changed = text.replacing("Own rule", with: "Own rule, better")
      #expect(
        try await site.post("/rules/edit", [("do", "save"), ("text", changed)], client).status == .seeOther)
      let versions = try await site.get("/rules/own?tab=versions", client)
      #expect(versions.text.contains("Own rule, better") && versions.text.contains("class=\"del\""))
      let old = try #require(try site.engine.rules.versions("own").last)
      #expect(
        try await site.post("/rules/own/work", [("do", "revert"), ("version", String(old.id))], client).status
          == .seeOther)
      #expect(site.engine.rules.edition.rule("own")?.name == "Own rule")
      #expect(try await site.post("/rules/own/work", [("do", "disable")], client).status == .seeOther)
      #expect(!site.engine.rules.edition.enabled.contains("own"))
    }
  }

  @Test func queriesAreCompletedAndCorrected() async throws {
    let site = try await TestSite()
    try await site.ingest([TestSite.record(1, attack: "needle")])
    try await site.test { client in
      let fields = try await site.get("/query/assist?for=alerts&q=user.na&caret=7", client).json
      #expect(fields["suggestions"]?.array?.contains { $0["label"]?.string == "user.name" } == true)
      let values = try await site.get("/query/assist?for=alerts&q=user.name:%20nee&caret=14", client).json
      #expect(values["suggestions"]?.array?.first?["text"]?.string == "\"needle\" ")
      let wrong = try await site.get("/query/assist?for=alerts&q=user.name:%20(&caret=12", client).json
      #expect(wrong["problem"]?.string?.contains("column") == true)
      let list = try await site.get("/alerts?q=user.name:%20(", client)
      #expect(list.status == .ok && list.text.contains("Line 1, column"))
    }
  }
}
