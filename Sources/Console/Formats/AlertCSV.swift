/// Alerts as comma-separated values (RFC 4180).
public enum AlertCSV {
  private static let header = [
    "@timestamp", "kibana.alert.severity", "kibana.alert.risk_score", "kibana.alert.rule.name",
    "kibana.alert.rule.rule_id", "principal", "cloud.account.id", "cloud.region", "event.action",
    "event.outcome",
    "source.address", "kibana.alert.reason", "kibana.alert.uuid",
  ]

  /// The pieces of the table are about so large, in bytes.
  private static let pieceSize = 1 << 18

  /// The bytes of the table, the header first.
  public static func bytes(_ rows: [AlertRow]) -> [UInt8] {
    var bytes: [UInt8] = []
    write(rows) { bytes += $0 }
    return bytes
  }

  /// Hands the table on in pieces, the header first.
  public static func write(_ rows: [AlertRow], to sink: ([UInt8]) throws -> Void) rethrows {
    var bytes = Array((header.joined(separator: ",") + "\r\n").utf8)
    for row in rows {
      append(row, to: &bytes)
      guard bytes.count > pieceSize else { continue }
      try sink(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try sink(bytes)
  }

  private static func append(_ row: AlertRow, to bytes: inout [UInt8]) {
    append(row.time, to: &bytes)
    appendNext(row.severity, to: &bytes)
    appendNext(String(row.riskScore), to: &bytes)
    appendNext(row.ruleName, to: &bytes)
    appendNext(row.ruleID, to: &bytes)
    appendNext(row.principal, to: &bytes)
    appendNext(row.account, to: &bytes)
    appendNext(row.region, to: &bytes)
    appendNext(row.action, to: &bytes)
    appendNext(row.outcome, to: &bytes)
    appendNext(row.source, to: &bytes)
    appendNext(row.reason, to: &bytes)
    appendNext(row.uuid, to: &bytes)
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  private static func appendNext(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ","))
    append(text, to: &bytes)
  }

  /// A field that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236).
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { field in
      let isFormula = field.first.map(isFormulaStart) ?? false
      // All bytes are looked at, many at once, since hardly a field needs quotes.
      guard field.reduce(0, { $0 | needsQuotes($1) }) != 0 else {
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

  /// 1 for a byte that is not written without quotes, 0 for others.
  private static func needsQuotes(_ byte: UInt8) -> UInt8 {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0D || byte == 0x0A ? 1 : 0
  }
}
