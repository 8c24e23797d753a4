import Events

/// The summary at the end of a scan.
public struct SummaryText {
  private static let namedProblems = 20
  private let style: Style
  private let width: Int

  /// A summary for a terminal.
  public init(terminal: Terminal) {
    style = Style(terminal)
    width = terminal.width
  }

  /// The lines of the summary.
  public func lines(_ summary: ScanSummary, rows: [AlertRow]) -> [String] {
    var lines = timeline(summary)
    lines += ranking("Top rules", rows.map(\.ruleName))
    lines += ranking("Top principals", rows.map(\.principal))
    lines += ranking("Top addresses", rows.map(\.source))
    if !lines.isEmpty { lines.append("") }
    lines.append(files(summary))
    lines.append(alerts(summary, rows))
    lines += expected(summary)
    lines += problems(summary)
    return lines
  }

  private func files(_ summary: ScanSummary) -> String {
    let rate = summary.seconds > 0 ? Int(Double(summary.events) / summary.seconds) : 0
    var text = "\(Quantity.text(summary.filesRead, "file")) read, \(Quantity.bytes(summary.textBytes)), "
    text +=
      "\(Quantity.text(summary.events, "event")) in \(Quantity.seconds(summary.seconds)) (\(Quantity.grouped(rate)) events/s); "
    text += "\(Quantity.text(summary.rulesRun, "rule"))"
    if summary.rulesNotRun > 0 {
      text += ", \(Quantity.grouped(summary.rulesNotRun)) more do not run (nightjar rules check says why)"
    }
    return text
  }

  private func alerts(_ summary: ScanSummary, _ rows: [AlertRow]) -> String {
    let severities = ["critical", "high", "medium", "low"].compactMap { severity -> String? in
      let count = rows.count { $0.severity == severity }
      return count == 0 ? nil : style.severity(severity, "\(Quantity.grouped(count)) \(severity)")
    }
    var text = style.strong(Quantity.text(rows.count, "alert"))
    if !severities.isEmpty { text += ": " + severities.joined(separator: ", ") }
    if summary.hiddenBuildingBlocks > 0 {
      text +=
        "; \(Quantity.text(summary.hiddenBuildingBlocks, "building block")) hidden (--building-blocks shows them)"
    }
    if summary.belowSeverity > 0 {
      text += "; \(Quantity.grouped(summary.belowSeverity)) below --min-severity"
    }
    return text
  }

  private func expected(_ summary: ScanSummary) -> [String] {
    guard !summary.expected.isEmpty else { return [] }
    let total = summary.expected.reduce(0) { $0 + $1.count }
    return ["\(Quantity.text(total, "match", "matches")) expected (--expected shows them)"]
      + summary.expected.prefix(Self.namedProblems).map { row in
        "  \(TextWidth.fit(Quantity.grouped(row.count), 7)) \(Sanitizer.clean("\(row.exception): \(row.rule)"))"
      }
  }

  private func problems(_ summary: ScanSummary) -> [String] {
    let total = summary.problems.count + summary.unnamedProblems
    guard total > 0 else { return [] }
    let named = summary.problems.prefix(Self.namedProblems).map { "  " + Sanitizer.clean($0) }
    let rest = total - named.count
    return [style.strong("Not everything could be read: \(Quantity.text(total, "problem"))")] + named
      + (rest > 0 ? ["  … and \(Quantity.grouped(rest)) more"] : [])
  }

  private func timeline(_ summary: ScanSummary) -> [String] {
    guard let timeline = Timeline(summary.histogram, steps: max(10, min(80, width - 20))) else { return [] }
    let bars = Sparkline.text(timeline.counts)
    let (first, last) = (AlertTable.shortTime("\(timeline.start)"), AlertTable.shortTime("\(timeline.end)"))
    let gap = max(2, bars.count - first.count - last.count)
    return [
      "Events, \(Quantity.step(timeline.stepSeconds)) a bar", bars,
      style.faint(first + String(repeating: " ", count: gap) + last), "",
    ]
  }

  private func ranking(_ title: String, _ values: [String]) -> [String] {
    let top = Ranking.top(values, 5)
    guard !top.isEmpty else { return [] }
    return [style.strong(title)]
      + top.map { "  \(TextWidth.fit(Quantity.grouped($0.count), 7)) \(Sanitizer.clean($0.value))" }
  }
}
