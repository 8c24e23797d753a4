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
    var bytes = Array((header.joined(separator: ",") + "\r\n").utf8)
    bytes.reserveCapacity(bytes.count + rows.count * 384)
    for row in rows {
      let fields = [
        row.time, row.severity, String(row.riskScore), row.ruleName, row.ruleID, row.principal, row.account,
        row.region, row.action, row.outcome, row.source, row.reason, row.uuid,
      ]
      for (place, field) in fields.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        append(field, to: &bytes)
      }
      bytes.append(contentsOf: [0x0D, 0x0A])
    }
    return bytes
  }

  /// A field that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236).
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { field in
      let isFormula = field.first.map(isFormulaStart) ?? false
      guard field.contains(where: needsQuotes) else {
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        bytes.append(contentsOf: field)
        return
      }
      bytes.append(UInt8(ascii: "\""))
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      for byte in field {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private static func isFormulaStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0x0A: true
    default: false
    }
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0D || byte == 0x0A
  }
}
