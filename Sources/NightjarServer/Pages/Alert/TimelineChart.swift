import Events
import Evidence

/// The story of an investigation as a chart: a lane for each principal, bands where a control was off.
struct TimelineChart {
  let report: CaseReport

  private static let width = 1000.0
  private static let left = 170.0
  private static let right = 985.0
  private static let laneHeight = 30.0
  private static let top = 24.0
  private static let maximumLanes = 8

  /// The values of the template `timeline`.
  var values: PageValues {
    let lanes = self.lanes
    let period = self.period
    let height = Self.top + Double(max(1, lanes.count)) * Self.laneHeight + 22
    let bottom = height - 20
    return [
      "width": Int(Self.width), "height": Int(height), "laneLeft": Self.left, "laneRight": Self.right,
      "label":
        "Timeline of \(report.moments.count) moments from \(TimeText.minute(period.lowerBound)) to \(TimeText.minute(period.upperBound)) UTC",
      "bands": bands(period, bottom), "lanes": laneValues(lanes), "dots": dots(lanes, period),
      "ticks": ticks(period, height), "hasBands": !report.windows.isEmpty,
    ]
  }

  private var lanes: [String] {
    var counts: [String: Int] = [:]
    for moment in report.moments { counts[moment.who, default: 0] += 1 }
    let first = report.moments.first { $0.kind == "alert" }?.who
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key).filter { $0 != first }
    return Array(([first].compactMap(\.self) + sorted).prefix(Self.maximumLanes))
  }

  private var period: ClosedRange<Timestamp> {
    let times =
      report.moments.map(\.time) + report.windows.flatMap { [$0.window.start, $0.window.end] } + [
        report.event.time
      ]
    let (first, last) = (times.min() ?? report.event.time, times.max() ?? report.event.time)
    let margin = max(60_000_000_000, (last.nanoseconds - first.nanoseconds) / 30)
    return Timestamp(
      nanoseconds: first.nanoseconds - margin)...Timestamp(nanoseconds: last.nanoseconds + margin)
  }

  private func x(_ time: Timestamp, _ period: ClosedRange<Timestamp>) -> Double {
    let length = Double(max(1, period.upperBound.nanoseconds - period.lowerBound.nanoseconds))
    let share = Double(time.nanoseconds - period.lowerBound.nanoseconds) / length
    return HistogramChart.rounded(Self.left + min(1, max(0, share)) * (Self.right - Self.left))
  }

  private func bands(_ period: ClosedRange<Timestamp>, _ bottom: Double) -> [PageValues] {
    report.windows.map { result in
      let (start, end) = (x(result.window.start, period), x(result.window.end, period))
      return [
        "x": start, "end": end, "width": HistogramChart.rounded(max(2, end - start)), "top": 16,
        "height": bottom - 16,
        "bottom": bottom, "textX": start + 3, "title": result.window.sentence,
        "isOngoing": result.window.isOngoing,
        "words": "\(result.window.control.name): off \(TimeText.duration(result.window.seconds))",
      ]
    }
  }

  private func laneValues(_ lanes: [String]) -> [PageValues] {
    lanes.enumerated().map { place, name in
      let y = Self.top + (Double(place) + 0.5) * Self.laneHeight
      return [
        "y": y, "textY": y + 4, "name": name.count > 24 ? String(name.prefix(23)) + "…" : name, "full": name,
      ]
    }
  }

  private func dots(_ lanes: [String], _ period: ClosedRange<Timestamp>) -> [PageValues] {
    report.moments.compactMap { moment in
      guard let place = lanes.firstIndex(of: moment.who) else { return nil }
      return [
        "cx": x(moment.time, period), "cy": Self.top + (Double(place) + 0.5) * Self.laneHeight,
        "kind": Self.name(moment.kind), "title": "\(TimeText.utc(moment.time)) \(moment.who): \(moment.what)",
        "isAlert": moment.kind == "alert",
      ]
    }
  }

  /// The class of a kind of moment.
  private static func name(_ kind: String) -> String {
    ["alert", "change", "off", "on", "session"].contains(kind) ? kind : "read"
  }

  private func ticks(_ period: ClosedRange<Timestamp>, _ height: Double) -> [PageValues] {
    let (start, end) = (period.lowerBound.nanoseconds, period.upperBound.nanoseconds)
    return (0...4).map { place in
      let time = Timestamp(nanoseconds: start + (end - start) / 4 * Int64(place))
      return [
        "x": x(time, period), "y": height - 5, "anchor": place == 0 ? "start" : place == 4 ? "end" : "middle",
        "label": end - start < 900_000_000_000
          ? String(TimeText.utc(time).suffix(8)) : String(TimeText.minute(time).suffix(11)),
      ]
    }
  }
}
