import Events
import Rules

/// A message of syslog (RFC 5424).
struct SyslogMessage {
  let facility: Int
  let appName: String
  let hostname: String
  let process: Int32
  let time: Timestamp

  /// The bytes for a notice: its text, cut to what fits.
  func bytes(_ notice: Notice, text: String, limit: Int) -> [UInt8] {
    let severity = NoticeText(notice).severity
    let header =
      "<\(facility * 8 + Self.severity(severity))>1 \(time) \(Self.name(hostname, 255)) "
      + "\(appName) \(process) \(notice.kind.rawValue) \(Self.data(notice, severity)) "
    // The mark says that the text is UTF-8 (6.4).
    let start = Array(header.utf8) + [0xEF, 0xBB, 0xBF]
    return start + Array(HeaderText.cut(HeaderText.oneLine(text), bytes: max(16, limit - start.count)).utf8)
  }

  /// The severities of 6.2.1: critical, error, warning, notice.
  private static func severity(_ name: String) -> Int {
    switch name {
    case "critical": 2
    case "high": 3
    case "medium": 4
    default: 5
    }
  }

  private static func name(_ text: String, _ limit: Int) -> String {
    let bytes = text.utf8.filter { (33...126).contains($0) }.prefix(limit)
    return bytes.isEmpty ? "-" : String(decoding: Array(bytes), as: UTF8.self)
  }

  /// Structured data. The number is the one that RFC 5612 keeps for examples, since the project has none of its own.
  private static func data(_ notice: Notice, _ severity: String) -> String {
    let summary = AlertSummary(notice.alert)
    let parameters = [
      ("id", notice.id), ("severity", severity), ("rule_id", summary.ruleID), ("account", summary.account),
      ("region", summary.region),
    ]
    let shown = parameters.filter { !$0.1.isEmpty }.map { name, value in
      "\(name)=\"\(escape(HeaderText.cut(HeaderText.oneLine(value), bytes: 128)))\""
    }
    return "[nightjar@32473 \(shown.joined(separator: " "))]"
  }

  /// Values have no bare quote, backslash or closing bracket (6.3.3).
  private static func escape(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("]", with: "\\]")
  }
}
