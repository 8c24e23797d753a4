import Events

/// The chart of a report: events as an area in the back, alerts as bars stacked by severity.
struct TimelineChart {
  private static let size = (width: 960.0, height: 220.0)
  private static let margin = (left: 46.0, right: 10.0, top: 10.0, bottom: 34.0)
  private let rows: [AlertRow]
  private let events: [(time: Timestamp, count: Int)]

  init(rows: [AlertRow], events: [(time: Timestamp, count: Int)]) {
    self.rows = rows
    self.events = events
  }

  /// The drawing as SVG; empty when there is nothing on the time axis.
  var svg: String {
    let alertTimes = rows.compactMap { Timestamp($0.time) }
    let times = alertTimes + events.map(\.time)
    guard let first = times.min(), let last = times.max(),
      let background = Timeline(events, steps: 96, range: (first, last))
    else { return "" }
    let severities = ["low", "medium", "high", "critical"]
    let stacks = severities.map { severity in
      Timeline(
        rows.filter { $0.severity == severity }.compactMap { row in Timestamp(row.time).map { ($0, 1) } },
        steps: 96, range: (first, last))?.counts ?? []
    }
    let title = "Events and alerts over time, \(Quantity.step(background.stepSeconds)) a bar"
    return """
      <figure><svg viewBox="0 0 \(Int(Self.size.width)) \(Int(Self.size.height))" role="img" aria-label="\(title)">
      \(area(background.counts))\(bars(stacks, severities))\(axis(background))
      </svg><figcaption>\(title). Grey: events (highest \(Quantity.grouped(background.counts.max() ?? 0))). \
      Bars: alerts by severity.</figcaption></figure>
      """
  }

  private var plot: (width: Double, height: Double) {
    (
      Self.size.width - Self.margin.left - Self.margin.right,
      Self.size.height - Self.margin.top - Self.margin.bottom
    )
  }

  private func area(_ counts: [Int]) -> String {
    let highest = Double(max(1, counts.max() ?? 1))
    let step = plot.width / Double(max(1, counts.count))
    return counts.enumerated().map { index, count in
      let height = Double(count) / highest * plot.height
      return rect(Self.margin.left + Double(index) * step, height, step, base: 0, name: "events")
    }.joined()
  }

  private func bars(_ stacks: [[Int]], _ severities: [String]) -> String {
    let count = stacks.map(\.count).max() ?? 0
    let totals = (0..<count).map { index in
      stacks.reduce(0) { $0 + ($1.indices.contains(index) ? $1[index] : 0) }
    }
    let highest = Double(max(1, totals.max() ?? 1))
    let step = plot.width / Double(max(1, count))
    var result = label(highest)
    for index in 0..<count {
      var base = 0.0
      for (stack, severity) in zip(stacks, severities) where stack.indices.contains(index) && stack[index] > 0
      {
        let height = Double(stack[index]) / highest * plot.height
        result += rect(
          Self.margin.left + Double(index) * step, height, max(2, step - 1), base: base, name: severity)
        base += height
      }
    }
    return result
  }

  private func rect(_ x: Double, _ height: Double, _ width: Double, base: Double, name: String) -> String {
    guard height > 0 else { return "" }
    let y = Self.margin.top + plot.height - base - height
    return
      "<rect class=\"\(name)\" x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" width=\"\(Self.text(width))\" height=\"\(Self.text(height))\"/>"
  }

  private func label(_ highest: Double) -> String {
    "<text x=\"\(Int(Self.margin.left) - 6)\" y=\"\(Int(Self.margin.top) + 10)\" text-anchor=\"end\">\(Int(highest))</text>"
      + "<text x=\"\(Int(Self.margin.left) - 6)\" y=\"\(Int(Self.margin.top + plot.height))\" text-anchor=\"end\">0</text>"
  }

  private func axis(_ timeline: Timeline) -> String {
    let y = Self.margin.top + plot.height
    var result =
      "<path class=\"axis\" d=\"M\(Int(Self.margin.left)) \(Int(y))H\(Int(Self.size.width - Self.margin.right))\"/>"
    let span = timeline.end.nanoseconds - timeline.start.nanoseconds
    for (part, anchor) in [(0.0, "start"), (0.5, "middle"), (1.0, "end")] {
      let time = Timestamp(nanoseconds: timeline.start.nanoseconds + Int64(Double(span) * part))
      let x = Self.margin.left + plot.width * part
      result +=
        "<text x=\"\(Self.text(x))\" y=\"\(Int(y) + 20)\" text-anchor=\"\(anchor)\">\(AlertTable.shortTime("\(time)"))</text>"
    }
    return result
  }

  private static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
