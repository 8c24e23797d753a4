import Events

/// A period as a page's address gives it: two expressions of date maths, or points in time.
struct TimeRange: Sendable, Hashable {
  /// The expression of the beginning.
  let from: String
  /// The expression of the end.
  let to: String
  /// The period.
  let period: ClosedRange<Timestamp>
  /// What is wrong with the expressions; the period is then the usual one.
  let problem: String?

  /// The period of parameters.
  init(_ parameters: FormBody, usual: String, now: Timestamp) {
    let from = parameters["from"].flatMap { $0.isEmpty ? nil : $0 } ?? usual
    let to = parameters["to"].flatMap { $0.isEmpty ? nil : $0 } ?? "now"
    let start = Self.time(from, now, .down)
    let end = Self.time(to, now, .up)
    if let start, let end, start <= end {
      (self.from, self.to, period, problem) = (from, to, start...end, nil)
      return
    }
    let fallback = Self.time(usual, now, .down) ?? now
    (self.from, self.to, period) = (usual, "now", min(fallback, now)...now)
    problem =
      start == nil
      ? "\(from) is no time: write 2026-10-14T09:00:00Z or now-24h"
      : end == nil
        ? "\(to) is no time: write 2026-10-14T09:00:00Z or now" : "the period ends before it begins"
  }

  private static func time(_ text: String, _ now: Timestamp, _ rounding: DateMath.Rounding) -> Timestamp? {
    DateMath(text.split(separator: " ").joined(separator: "T"))?.resolve(now: now, rounding: rounding)
  }

  /// Usual periods, by their beginnings.
  static let choices: [(from: String, name: String)] = [
    ("now-15m", "Last 15 minutes"), ("now-1h", "Last hour"), ("now-24h", "Last 24 hours"),
    ("now-7d", "Last 7 days"),
    ("now-30d", "Last 30 days"), ("now-90d", "Last 90 days"), ("now-5y", "Last 5 years"),
  ]

  /// The length of an interval of a histogram in nanoseconds, so that it has at most so many.
  func interval(atMost count: Int64 = 100) -> Int64 {
    let second: Int64 = 1_000_000_000
    let steps: [Int64] = [
      1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000,
    ]
    let length = (period.upperBound.nanoseconds - period.lowerBound.nanoseconds) / second
    let step = steps.first { length / $0 < count } ?? 31_536_000
    return step * second
  }

  /// The values of the template `time-picker`.
  var values: PageValues {
    var values: PageValues = [
      "from": from, "to": to,
      "choices": Self.choices.map { choice in
        ["value": choice.from, "name": choice.name, "isChosen": choice.from == from && to == "now"]
          as PageValues
      },
      "isCustom": !(to == "now" && Self.choices.contains { $0.from == from }),
      "periodText": "\(TimeText.minute(period.lowerBound)) – \(TimeText.minute(period.upperBound)) UTC",
    ]
    if let problem { values["timeProblem"] = problem }
    return values
  }
}
