public import Events

/// Counts of events in equal steps of time. The step grows with the span, so that memory stays bounded whatever the
/// times are.
public struct TimeHistogram: Sendable {
  /// The length of a step in seconds; a power of two times 60.
  public private(set) var stepSeconds: Int64 = 60
  private var counts: [Int64: Int] = [:]
  private var current: Int64 = .min
  private var currentCount = 0
  private static let maximumSteps = 4096

  /// An empty histogram.
  public init() {}

  /// Counts one event.
  public mutating func add(_ time: Timestamp) {
    let step = time.nanoseconds.flooredQuotient(by: stepSeconds * 1_000_000_000)
    if step == current {
      currentCount += 1
      return
    }
    flush()
    (current, currentCount) = (step, 1)
  }

  /// Adds the counts of another histogram.
  public mutating func add(_ other: TimeHistogram) {
    flush()
    while stepSeconds < other.stepSeconds { coarsen() }
    for bucket in other.buckets {
      counts[bucket.start.nanoseconds.flooredQuotient(by: stepSeconds * 1_000_000_000), default: 0] +=
        bucket.count
    }
    bound()
  }

  /// The steps that have events, in order.
  public var buckets: [(start: Timestamp, count: Int)] {
    var all = counts
    if currentCount > 0 { all[current, default: 0] += currentCount }
    return all.sorted { $0.key < $1.key }.map { step, count in
      let (nanoseconds, overflow) = step.multipliedReportingOverflow(by: stepSeconds * 1_000_000_000)
      return (Timestamp(nanoseconds: overflow ? .min : nanoseconds), count)
    }
  }

  private mutating func flush() {
    guard currentCount > 0 else { return }
    counts[current, default: 0] += currentCount
    currentCount = 0
    current = .min
    bound()
  }

  private mutating func bound() {
    while counts.count > Self.maximumSteps { coarsen() }
  }

  private mutating func coarsen() {
    stepSeconds *= 2
    var coarse: [Int64: Int] = [:]
    for (step, count) in counts { coarse[step.flooredQuotient(by: 2), default: 0] += count }
    counts = coarse
  }
}
