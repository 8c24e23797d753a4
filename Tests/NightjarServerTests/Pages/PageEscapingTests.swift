import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OrderedCollections
import Rules
import Storage
import Testing

@testable import NightjarServer

/// Everything in a record of CloudTrail is written by whoever makes the call: no page may show it as anything but text.
@Suite struct PageEscapingTests {
  private static let attacks = [
    "<script>owned()</script>", "\"><img src=x onerror=owned()>", "'><svg/onload=owned()>",
    "</textarea><script>owned()</script>", "</title><script>owned()</script>",
  ]

  @Test func templatesHaveNoTagThatDoesNotEscape() throws {
    let resources = ResourceTable.standard
    let templates = resources.paths.filter { $0.hasSuffix(".mustache") }
    #expect(templates.count > 20)
    for path in templates {
      let text = try #require(resources[path]).text
      #expect(!text.contains("{{{") && !text.contains("{{&") && !text.contains("{{%"), "\(path)")
      #expect(!text.contains(" style=") && !text.contains(" onclick"), "\(path)")
      #expect(!text.contains("<script>"), "\(path)")
    }
  }

  @Test func noFileNamesAnotherHost() throws {
    let resources = ResourceTable.standard
    for path in resources.paths
    where path.hasSuffix(".js") || path.hasSuffix(".css") || path.hasSuffix(".mustache") {
      let text = try #require(resources[path]).text
      for match in text.matches(of: /(?:src|href|url|import|fetch)[=( "']+(?:https?:)?\/\//) {
        Issue.record("\(path): \(text[match.range])")
      }
    }
  }

  @Test func everyPageShowsAttacksAsText() async throws {
    let site = try await TestSite()
    try await site.ingest(Self.attacks.enumerated().map { TestSite.record($0.offset, attack: $0.element) })
    let rule = try Self.rule(named: Self.attacks[0])
    try site.engine.rules.putAll([(rule, nil)], by: Self.attacks[1])
    let alerts = try site.services.store.read { try $0.alerts(AlertSearch()).alerts }
    #expect(alerts.count >= Self.attacks.count)
    let alertPaths = alerts.flatMap {
      ["/alerts/\($0.row.uuid)?evidence=1", "/alerts/\($0.row.uuid)/details"]
    }
    let attack = PageAddress.encoded(Self.attacks[1])
    let paths =
      alertPaths + [
        "/alerts?view=all&q=\(attack)", "/alerts?view=all&group=principal&group=rule&principal=\(attack)",
        "/alerts?view=all&col=rule&col=reason&col=principal&col=status",
        "/incidents", "/incidents/1", "/explore?from=now-5y", "/explore?lang=eql&q=\(attack)",
        "/explore?lang=esql&q=FROM%20logs-*%20%7C%20LIMIT%205",
        "/rules", "/rules?q=\(attack)", "/rules/evil", "/rules/evil?tab=versions", "/rules/evil/edit",
        "/rules/new?q=\(attack)",
        "/exceptions", "/exceptions/new?name=\(attack)&query=\(attack)", "/coverage?q=\(attack)",
        "/visibility?from=now-5y", "/health",
        "/audit?q=\(attack)", "/audit", "/settings", "/explore/event/1",
      ]
    try await site.test { client in
      let form = try await site.post(
        "/exceptions/edit",
        [("do", "save"), ("name", Self.attacks[2]), ("query", "*"), ("reason", Self.attacks[3])], client)
      #expect(form.status == .seeOther)
      for path in paths {
        let response = try await site.get(path, client)
        #expect(response.status == .ok, "\(path)")
        let text = response.text
        for attack in Self.attacks { #expect(!text.contains(attack), "\(path) shows \(attack)") }
        #expect(
          !text.contains("<script>owned") && !text.contains("<img src=x") && !text.contains("<svg/onload"),
          "\(path)")
      }
    }
  }

  private static func rule(named name: String) throws -> Rule {
    try Rule(
      stored: [
        "rule_id": "evil", "name": .string(name), "description": .string(attacks[1]), "type": "query",
        "language": "kuery",
        "query": "event.action: StopConfigurationRecorder", "severity": "low", "risk_score": 21,
        "interval": "5m",
        "from": "now-6m", "index": ["logs-*"], "tags": [.string(attacks[2])],
        "references": ["javascript:owned()"],
        "note": .string("# \(attacks[3])\n\n[x](javascript:owned())\n\n- \(attacks[0])"),
      ], source: RuleSource(path: "test"))
  }
}
