/// Alerts as comma-separated values (RFC 4180).
public enum AlertCSV {
  private static let header = [
    "@timestamp", "kibana.alert.severity", "kibana.alert.risk_score", "kibana.alert.rule.name",
    "kibana.alert.rule.rule_id", "principal", "cloud.account.id", "cloud.region", "event.action",
    "event.outcome",
    "source.address", "kibana.alert.reason", "kibana.alert.uuid",
  ]

  /// The bytes of the table, the header first.
  public static func bytes(_ rows: [AlertRow]) -> [UInt8] {
    var text = header.joined(separator: ",") + "\r\n"
    for row in rows {
      text += line([
        row.time, row.severity, String(row.riskScore), row.ruleName, row.ruleID, row.principal, row.account,
        row.region,
        row.action, row.outcome, row.source, row.reason, row.uuid,
      ])
    }
    return Array(text.utf8)
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  /// A field that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236).
  private static func field(_ text: String) -> String {
    let isFormula = text.utf8.first.map { "=+-@\t\r\n".utf8.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
