import Events
import OrderedCollections
import Testing

@testable import Console

@Suite struct AlertFindingsTests {
  private let document: JSONObject = [
    "kibana.alert.ancestors": [["id": "a"], ["id": "b"]],
    "kibana.alert.threshold_result": [
      "terms": [["field": "source.ip", "value": "192.0.2.9"]],
      "cardinality": [["field": "user.name", "value": 3]],
      "count": 4,
    ],
    "kibana.alert.new_terms": ["ada", "eu-central-1"],
    "threat.enrichments": [["matched": ["atomic": "192.0.2.66", "field": "source.ip"]]],
    "kibana.alert.suppression.docs_count": 2, "kibana.alert.suppression.end": "2026-10-14T00:00:00.000Z",
    "kibana.alert.workflow_reason": "expected: w", "record_score": 61.5, "source": ["ip": "192.0.2.9"],
    "Esql": ["actions": 4, "values": ["x", "y"]],
  ]

  @Test func findingsAreNamed() {
    let rows = AlertFindings.rows(document)
    #expect(
      rows.map { "\($0.label): \($0.value)" } == [
        "Expected: expected: w", "Events: 4", "Threshold: source.ip: 192.0.2.9, 3 values of user.name",
        "New values: ada, eu-central-1", "Indicators: source.ip 192.0.2.66", "Anomaly score: 61.5",
        "Taken in: 2 more alerts until 2026-10-14T00:00:00.000Z", "actions: 4", "values: x, y",
      ])
    #expect(AlertFindings.rows([:]).isEmpty)
  }

  @Test func rowsOfGroupsSayHowManyEvents() {
    let row = AlertRow(document)
    #expect(row.action == "4 events" && row.source == "192.0.2.9")
  }
}
