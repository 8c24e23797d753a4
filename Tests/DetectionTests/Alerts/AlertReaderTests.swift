import Detection
import Events
import OrderedCollections
import Testing

/// What lists show of an alert is what its document says, whether the document is made or not.
@Suite struct AlertReaderTests {
  private static let fields = [
    "event.action", "event.outcome", "user.name", "cloud.account.id", "cloud.region", "source.address",
    "aws.cloudtrail.user_identity.arn", "event.category", "no.such.field",
  ]

  private func check(_ alert: Alert) throws {
    let document = alert.document
    let summary = try #require(AlertReader(fields: Self.fields).summary(of: alert))
    #expect(summary.time == document["kibana.alert.original_time"]?.string)
    #expect(summary.reason == document["kibana.alert.reason"]?.string)
    #expect(summary.ruleName == document["kibana.alert.rule.name"]?.string)
    #expect(summary.ruleID == document["kibana.alert.rule.rule_id"]?.string)
    #expect(summary.eventCount == document["kibana.alert.ancestors"]?.array?.count)
    for (field, text) in zip(Self.fields, summary.texts) {
      let value = document[path: field]
      #expect(text == value?.string ?? value?.array?.first?.string, "\(field)")
    }
    #expect(alert.severity == document["kibana.alert.severity"]?.string)
    #expect(alert.uuid == document["kibana.alert.uuid"]?.string)
    #expect(alert.originalTime?.description == summary.time)
  }

  @Test func ofRecords() throws {
    let rule = try DetectorTests.rule()
    let (alerts, _) = RuleTypeTests.scan([rule], [DetectorTests.stop])
    #expect(alerts.count == 1)
    for alert in alerts { try check(alert) }
  }

  @Test func withOverrides() throws {
    let rule = try DetectorTests.rule(
      """
      rule_name_override = "event.action"
      [[rule.severity_mapping]]
      field = "user.name"
      operator = "equals"
      value = "ada"
      severity = "critical"
      """)
    let (alerts, _) = RuleTypeTests.scan([rule], [DetectorTests.stop])
    #expect(alerts.first?.severity == "critical")
    for alert in alerts { try check(alert) }
  }

  @Test func ofDocuments() throws {
    let rule = try RuleTypeTests.rule("query", "query = \"event.action: login\"")
    let (alerts, _) = RuleTypeTests.scan([rule], [RuleTypeTests.event(1, "a", RuleTypeTests.login("ada"))])
    #expect(alerts.count == 1)
    for alert in alerts { try check(alert) }
  }
}
