import Events
import Rules

/// The change windows of two weeks as a chart: a lane for each exception.
struct WindowCalendar {
  let items: [ExceptionItem]
  let now: Timestamp

  private static let width = 1000.0
  private static let left = 210.0
  private static let right = 990.0
  private static let laneHeight = 24.0
  private static let day: Int64 = 86_400_000_000_000
  private static let days: Int64 = 14
  private static let maximumLanes = 40

  /// The values of the template `calendar`; nil when no exception has a window.
  var values: PageValues? {
    let shown = items.filter { !$0.windows.isEmpty && $0.isActive(at: now) }.prefix(Self.maximumLanes)
    guard !shown.isEmpty else { return nil }
    let start = now.nanoseconds / Self.day * Self.day
    let period = Timestamp(nanoseconds: start)...Timestamp(nanoseconds: start + Self.days * Self.day)
    let bottom = 22 + Double(shown.count) * Self.laneHeight
    return [
      "width": Int(Self.width), "height": Int(bottom + 6), "laneLeft": Self.left, "laneRight": Self.right,
      "top": 18,
      "bottom": bottom, "nowX": x(now, period),
      "label": "Change windows of the next two weeks, \(shown.count) exceptions",
      "dayLines": (0...Self.days).map { number -> PageValues in
        let time = Timestamp(nanoseconds: start + number * Self.day)
        return [
          "x": x(time, period), "textX": x(time, period) + 3,
          "label": number < Self.days ? String(TimeText.minute(time).dropFirst(5).prefix(5)) : "",
        ]
      },
      "lanes": shown.enumerated().map { place, item in lane(place, item, period) },
    ]
  }

  private func lane(_ place: Int, _ item: ExceptionItem, _ period: ClosedRange<Timestamp>) -> PageValues {
    let y = 22 + Double(place) * Self.laneHeight
    let occurrences = item.windows.flatMap { window in
      window.nextOccurrences(after: period.lowerBound, count: 60).filter { $0.start < period.upperBound }
    }
    return [
      "y": y, "textY": y + 15, "lineY": y + Self.laneHeight / 2,
      "name": item.name.count > 30 ? String(item.name.prefix(29)) + "…" : item.name, "full": item.name,
      "blocks": occurrences.map { occurrence -> PageValues in
        let (begin, end) = (x(occurrence.start, period), x(occurrence.end, period))
        return [
          "x": begin, "y": y + 4, "width": HistogramChart.rounded(max(2, end - begin)),
          "height": Self.laneHeight - 8,
          "title":
            "\(item.name): \(TimeText.minute(occurrence.start)) – \(TimeText.minute(occurrence.end)) UTC",
        ]
      },
    ]
  }

  private func x(_ time: Timestamp, _ period: ClosedRange<Timestamp>) -> Double {
    let length = Double(period.upperBound.nanoseconds - period.lowerBound.nanoseconds)
    let share = Double(time.nanoseconds - period.lowerBound.nanoseconds) / length
    return HistogramChart.rounded(Self.left + min(1, max(0, share)) * (Self.right - Self.left))
  }
}
