import Events
import OrderedCollections

/// A report of a scan in one file: no other file, no script, nothing from elsewhere.
public struct HTMLReport {
  /// Beyond this number alerts are counted, not shown.
  private static let maximumAlerts = 2000

  private let rows: [AlertRow]
  private let summary: ScanSummary
  private let version: String

  /// A report of alerts.
  ///
  /// - Parameters:
  ///   - rows: The alerts.
  ///   - summary: What the scan came to.
  ///   - version: The version of the program.
  public init(rows: [AlertRow], summary: ScanSummary, version: String) {
    self.rows = rows.sorted { ($1.severityRank, $0.time, $0.uuid) < ($0.severityRank, $1.time, $1.uuid) }
    self.summary = summary
    self.version = version
  }

  /// The document.
  public var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Nightjar report</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <style>\(ReportStyle.css)</style></head><body>
    <header><h1>\(Quantity.text(rows.count, "alert"))</h1><p class="lead">\(lead)</p>\(counts)</header>
    <main>\(TimelineChart(rows: rows, events: summary.histogram).svg)
    \(rankings)\(alerts)\(problems)</main>
    <footer>Made by Nightjar \(HTML.escape(version)) from \(Quantity.text(summary.filesRead, "file")) with \(Quantity.text(summary.rulesRun, "rule")).</footer>
    </body></html>

    """
  }

  private var lead: String {
    let rules = Set(rows.map(\.ruleID)).count
    var text =
      "\(Quantity.text(rows.count, "alert")) from \(Quantity.text(rules, "rule")) in \(Quantity.text(summary.events, "event"))"
    if let first = summary.histogram.first?.time, let last = summary.histogram.last?.time {
      text += ", \(AlertTable.shortTime("\(first)")) to \(AlertTable.shortTime("\(last)"))"
    }
    if summary.hiddenBuildingBlocks > 0 {
      text += "; \(Quantity.text(summary.hiddenBuildingBlocks, "building block")) hidden"
    }
    return text + "."
  }

  private var counts: String {
    let items = ["critical", "high", "medium", "low"].map { severity in
      "<li class=\"\(severity)\"><b>\(Quantity.grouped(rows.count { $0.severity == severity }))</b>\(severity)</li>"
    }
    return "<ul class=\"counts\" aria-label=\"Alerts by severity\">\(items.joined())</ul>"
  }

  private var rankings: String {
    let lists = [
      ("Rules", rows.map(\.ruleName)), ("Principals", rows.map(\.principal)),
      ("Addresses", rows.map(\.source)),
    ]
    let columns = lists.map { title, values in
      let items = Ranking.top(values, 8).map {
        "<li><b>\(Quantity.grouped($0.count))</b><span>\(HTML.escape($0.value))</span></li>"
      }
      return "<section><h2>\(title)</h2><ol>\(items.joined())</ol></section>"
    }
    return rows.isEmpty ? "" : "<div class=\"columns\">\(columns.joined())</div>"
  }

  private var alerts: String {
    guard !rows.isEmpty else { return "<p>No rule matched.</p>" }
    let shown = rows.prefix(Self.maximumAlerts).map { AlertDetails($0).html }.joined(separator: "\n")
    let rest = rows.count - Self.maximumAlerts
    let note =
      rest > 0
      ? "<p>\(Quantity.text(rest, "further alert")) not shown here; --output ndjson has all.</p>" : ""
    return "<h2>Alerts</h2>\n\(shown)\n\(note)"
  }

  private var problems: String {
    guard !summary.problems.isEmpty else { return "" }
    let named = summary.problems.prefix(100)
    let rest = summary.problems.count - named.count + summary.unnamedProblems
    let items = named.map { "<li>\(HTML.escape($0))</li>" }.joined()
    let note = rest > 0 ? "<li>… and \(Quantity.grouped(rest)) more</li>" : ""
    return "<section><h2>Not everything could be read</h2><ul>\(items)\(note)</ul></section>"
  }
}
