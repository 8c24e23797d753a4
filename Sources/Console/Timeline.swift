public import Events

/// Counts over time, in a number of equal steps between the first and the last.
public struct Timeline: Sendable {
  /// The time of the first step.
  public let start: Timestamp
  /// The time after the last step.
  public let end: Timestamp
  /// The counts of the steps.
  public let counts: [Int]

  /// Puts counts at times into equal steps; nil when there are none.
  ///
  /// - Parameters:
  ///   - points: Times with their counts.
  ///   - steps: How many steps at most.
  ///   - range: The first and the last time; those of the points when nil.
  public init?(_ points: [(time: Timestamp, count: Int)], steps: Int, range: (Timestamp, Timestamp)? = nil) {
    let times = points.map(\.time)
    guard let first = range?.0 ?? times.min(), let last = range?.1 ?? times.max(), steps > 0, first <= last
    else {
      return nil
    }
    let (span, overflow) = last.nanoseconds.subtractingReportingOverflow(first.nanoseconds)
    let wanted = (overflow ? Int64.max / 2 : span) / Int64(steps)
    let step =
      Self.niceSteps.first { $0 * 1_000_000_000 >= wanted }.map { $0 * 1_000_000_000 } ?? max(wanted, 1)
    let origin = first.nanoseconds - (first.nanoseconds % step + step) % step
    var counts = Array(repeating: 0, count: min(steps + 2, Int((last.nanoseconds &- origin) / step) + 1))
    for (time, count) in points {
      let index = Int((time.nanoseconds &- origin) / step)
      if counts.indices.contains(index) { counts[index] += count }
    }
    start = Timestamp(nanoseconds: origin)
    end = Timestamp(nanoseconds: origin &+ step &* Int64(counts.count))
    self.counts = counts
  }

  /// Lengths that people count in, in seconds: from a second to a year.
  private static let niceSteps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
    604_800,
    1_209_600, 2_592_000, 7_776_000, 31_536_000,
  ]

  /// The length of a step in seconds.
  public var stepSeconds: Int64 {
    (end.nanoseconds - start.nanoseconds) / 1_000_000_000 / Int64(max(1, counts.count))
  }
}
