public import Events
public import OrderedCollections

/// A case report in one file, from its document: no other file, no script, nothing from elsewhere.
public struct CaseHTML {
  private let document: JSONObject
  private let version: String

  /// The report of a document as `nightjar investigate --output json` prints it.
  public init(_ document: JSONObject, version: String) {
    self.document = document
    self.version = version
  }

  /// The page.
  public var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(escaped("alert.rule_name")) – Nightjar case</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <style>\(ReportStyle.css)\(Self.css)</style></head><body>
    <header><h1>\(escaped("alert.rule_name"))</h1><p><span class="badge \(severity)">\(severity)</span> risk \(escaped("alert.risk_score"))</p>
    <p class="summary">\(escaped("summary"))</p>\(facts)</header>
    <main>\(body)</main>
    <footer>Made by Nightjar \(HTML.escape(version)) from \(escaped("source")). It only reads.</footer>
    </body></html>

    """
  }

  /// The parts between header and footer, for pages that have their own.
  public var body: String {
    "\(timeline)<h2>Evidence</h2>\(list("evidence").enumerated().map { section($0.element, $0.offset + 1) }.joined())\(incomplete)\(response)"
  }

  /// The style of what `body` shows beside that of reports.
  public static let css = """

    .summary { font-size: 1.05rem; } svg.lanes { max-height: none; }
    rect.band { fill: var(--critical); opacity: .14; } rect.band.ongoing { opacity: .26; }
    circle.mark { fill: var(--events); stroke: var(--back); stroke-width: 1; } circle.alert { fill: var(--critical); }
    circle.off { fill: var(--critical); } circle.on { fill: var(--low); } circle.change { fill: var(--high); }
    circle.read { fill: var(--medium); } circle.session { fill: var(--link); }
    .answer { font-weight: 600; } .meaning { color: var(--soft); } .gap { color: var(--soft); font-size: .9rem; }
    .scroll { overflow-x: auto; } .scroll th { width: auto; white-space: nowrap; } .scroll td { min-width: 5rem; }
    """

  // MARK: Parts

  private func text(_ path: String) -> String { document[path: path].map(Self.text) ?? "" }
  private func escaped(_ path: String) -> String { HTML.escape(text(path)) }
  private func list(_ path: String) -> [JSON] { document[path: path]?.array ?? [] }

  private static func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "yes" : "no"
    case .null, .array, .object: ""
    }
  }

  private var severity: String {
    let name = text("alert.severity")
    return ["low", "medium", "high", "critical"].contains(name) ? name : "low"
  }

  private var facts: String {
    let rows = [
      ("Alert", "alert.uuid"), ("Time", "alert.@timestamp"), ("Call", "alert.call"),
      ("Principal", "alert.principal"), ("Account", "alert.account"), ("Region", "alert.region"),
      ("Outcome", "alert.outcome"), ("Evidence from", "source"), ("Looked at until", "now"),
    ]
    return
      "<table>\(rows.map { "<tr><th scope=\"row\">\($0.0)</th><td>\(escaped($0.1))</td></tr>" }.joined())</table>"
  }

  private var timeline: String {
    let moments = list("timeline")
    let marks = moments.compactMap { moment -> LaneChart.Mark? in
      guard let time = moment["@timestamp"]?.string.flatMap({ Timestamp($0) }) else { return nil }
      let kind = moment["kind"]?.string ?? ""
      return LaneChart.Mark(
        time: time, lane: moment["who"]?.string ?? "", title: moment["what"]?.string ?? "",
        kind: kind == "other change" ? "other" : kind)
    }
    let bands = list("blind_windows").compactMap { window -> LaneChart.Band? in
      guard let start = window["start"]?.string.flatMap({ Timestamp($0) }),
        let end = window["end"]?.string.flatMap({ Timestamp($0) })
      else { return nil }
      return LaneChart.Band(
        start: start, end: end, title: window["sentence"]?.string ?? "",
        isOngoing: window["ongoing"]?.bool ?? false)
    }
    let svg = LaneChart(marks: marks, bands: bands).svg
    guard !svg.isEmpty else { return "" }
    let rows = moments.map { moment in
      ["@timestamp", "who", "what", "kind"].map { moment[$0].map(Self.text) ?? "" }
    }
    return """
      <h2>Timeline</h2><figure>\(svg)<figcaption>A lane for each principal. Shaded: a control was off. \
      Red: the alert and what turned controls off; green: back on; orange: changes of the same actor; grey: other changes; \
      yellow: sensitive reads; blue: sessions.</figcaption></figure>
      <details><summary>As a table</summary>\(Self.table(["Time", "Who", "What", "Kind"], rows))</details>
      """
  }

  private func section(_ finding: JSON, _ number: Int) -> String {
    func value(_ key: String) -> String { HTML.escape(finding[key]?.string ?? "") }
    var html = "<section><h3>\(number). \(value("title"))</h3><p class=\"answer\">\(value("answer"))</p>"
    if !value("meaning").isEmpty { html += "<p class=\"meaning\">\(value("meaning"))</p>" }
    let fields = (finding["fields"]?.array ?? []).map { field in
      "<tr><th scope=\"row\">\(HTML.escape(field["label"]?.string ?? ""))</th><td>\(HTML.escape(field["value"]?.string ?? ""))</td></tr>"
    }
    if !fields.isEmpty { html += "<table>\(fields.joined())</table>" }
    for table in finding["tables"]?.array ?? [] { html += Self.details(table) }
    if finding["query"] != nil { html += "<p>Query: <code>\(value("query"))</code></p>" }
    for reason in finding["incomplete"]?.array ?? [] {
      html += "<p class=\"gap\">Incomplete because \(HTML.escape(reason.string ?? "")).</p>"
    }
    return html + "</section>\n"
  }

  private static func details(_ table: JSON) -> String {
    let rows = (table["rows"]?.array ?? []).map { ($0.array ?? []).map { $0.string ?? "" } }
    let columns = (table["columns"]?.array ?? []).compactMap(\.string)
    let title = table["title"]?.string ?? ""
    let omitted = table["omitted"]?.integer ?? 0
    let more = omitted > 0 ? "<p class=\"gap\">… and \(Quantity.text(omitted, "more row"))</p>" : ""
    let name = title.isEmpty ? "Details" : title
    return
      "<details\(rows.count <= 12 ? " open" : "")><summary>\(HTML.escape(name)) (\(Quantity.grouped(rows.count + omitted)))</summary>\(Self.table(columns, rows))\(more)</details>"
  }

  private static func table(_ columns: [String], _ rows: [[String]]) -> String {
    let head = columns.map { "<th scope=\"col\">\(HTML.escape($0))</th>" }.joined()
    let body = rows.map { "<tr>\($0.map { "<td>\(HTML.escape($0))</td>" }.joined())</tr>" }.joined()
    return "<div class=\"scroll\"><table><thead><tr>\(head)</tr></thead><tbody>\(body)</tbody></table></div>"
  }

  private var incomplete: String {
    let items = list("incomplete").map { "<li>\(HTML.escape($0.string ?? ""))</li>" }.joined()
    return "<h2>What is incomplete</h2>\(items.isEmpty ? "<p>Nothing.</p>" : "<ul>\(items)</ul>")"
  }

  private var response: String {
    let guide = text("guide")
    let recommended = text("recommended_response")
    let executed =
      list("executed_response").isEmpty
      ? "<p>Nothing was executed by this investigation; it only reads.</p>" : ""
    return (recommended.isEmpty ? "" : "<h2>Recommended response</h2>\(MarkdownHTML.render(recommended))")
      + "<h2>Executed response</h2>\(executed)"
      + (guide.isEmpty
        ? "" : "<details><summary>Investigation guide</summary>\(MarkdownHTML.render(guide))</details>")
  }
}
