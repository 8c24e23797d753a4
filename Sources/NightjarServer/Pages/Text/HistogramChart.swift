import Events

/// A chart of counts over time, in the values of the template `histogram`.
struct HistogramChart {
  /// The counts of one interval, from the bottom of its bar up.
  struct Bar {
    /// When the interval begins.
    let start: Timestamp
    /// The parts: how they are filled, what they are called, and how much they count.
    let parts: [(fill: String, name: String, count: Int)]
  }

  /// The bars in order.
  let bars: [Bar]
  /// The period.
  let period: ClosedRange<Timestamp>
  /// The length of an interval in nanoseconds.
  let interval: Int64
  /// What is counted.
  let noun: String

  private static let width = 1000.0
  private static let left = 44.0
  private static let right = 992.0
  private static let top = 8.0

  /// The values of the template.
  func values(height: Double = 120) -> PageValues {
    let bottom = height - 18
    let highest = max(1, bars.map { $0.parts.reduce(0) { $0 + $1.count } }.max() ?? 1)
    let scale = (bottom - Self.top) / Double(highest)
    var rects: [PageValues] = []
    for bar in bars { rects += rectangles(bar, bottom: bottom, scale: scale) }
    let total = bars.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.count } }
    return [
      "chartWidth": Int(Self.width), "chartHeight": Int(height), "plotLeft": Self.left,
      "plotRight": Self.right,
      "plotBottom": bottom, "chartBars": rects,
      "chartFrom": period.lowerBound.milliseconds, "chartTo": period.upperBound.milliseconds,
      "chartLabel":
        "\(total) \(noun) from \(TimeText.minute(period.lowerBound)) to \(TimeText.minute(period.upperBound)) UTC",
      "gridLines": gridLines(highest, bottom: bottom, scale: scale), "ticks": ticks(height),
      "intervalText": TimeText.duration(interval / 1_000_000_000),
    ]
  }

  private func x(_ time: Int64) -> Double {
    let length = Double(max(1, period.upperBound.nanoseconds - period.lowerBound.nanoseconds))
    let share = Double(time - period.lowerBound.nanoseconds) / length
    return Self.left + min(1, max(0, share)) * (Self.right - Self.left)
  }

  private func rectangles(_ bar: Bar, bottom: Double, scale: Double) -> [PageValues] {
    let (begin, end) = (x(bar.start.nanoseconds), x(bar.start.nanoseconds &+ interval))
    var base = bottom
    return bar.parts.filter { $0.count > 0 }.map { part in
      let height = max(1, Double(part.count) * scale)
      base -= height
      return [
        "x": Self.rounded(begin), "y": Self.rounded(max(0, base)),
        "width": Self.rounded(max(1, end - begin - 1)),
        "height": Self.rounded(height), "fill": part.fill,
        "label": "\(TimeText.minute(bar.start)) UTC: \(part.count) \(part.name)",
      ]
    }
  }

  private func gridLines(_ highest: Int, bottom: Double, scale: Double) -> [PageValues] {
    let counts = highest == 1 ? [1] : [highest / 2, highest].filter { $0 > 0 }
    return counts.map { count in
      let y = bottom - Double(count) * scale
      return [
        "y": Self.rounded(y), "textX": Self.left - 5, "textY": Self.rounded(y + 3.5),
        "label": TimeText.count(count),
      ]
    }
  }

  private func ticks(_ height: Double) -> [PageValues] {
    let (start, end) = (period.lowerBound.nanoseconds, period.upperBound.nanoseconds)
    let isLong = end - start > 2 * 86_400_000_000_000
    return (0...4).map { place in
      let time = Timestamp(nanoseconds: start + (end - start) / 4 * Int64(place))
      let text = TimeText.minute(time)
      return [
        "x": Self.rounded(x(time.nanoseconds)), "y": height - 5,
        "anchor": place == 0 ? "start" : place == 4 ? "end" : "middle",
        "label": isLong ? String(text.prefix(10)) : String(text.suffix(11)),
      ]
    }
  }

  static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
