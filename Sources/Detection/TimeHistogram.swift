public import Events

/// Counts of events in equal steps of time. The step grows with the span, so that memory stays bounded whatever the
/// times are.
public struct TimeHistogram: Sendable {
  /// The length of a step in seconds; a power of two times 60.
  public private(set) var stepSeconds: Int64 = 60
  private var counts: [Int64: Int] = [:]
  /// Counts on top of those of `counts`, of the steps seen last: events of one file are of a few steps, in no strict order.
  /// Each step has its place, and is in `counts` too.
  private var recent = [Recent](repeating: Recent(step: .min, count: 0), count: recentSteps)
  private static let recentSteps = 64
  private static let maximumSteps = 4096

  private struct Recent: Sendable {
    var step: Int64
    var count: Int
  }

  /// An empty histogram.
  public init() {}

  /// Counts one event.
  public mutating func add(_ time: Timestamp) {
    let step = time.nanoseconds.flooredQuotient(by: stepSeconds * 1_000_000_000)
    let place = Int(step & Int64(Self.recentSteps - 1))
    if recent[place].step == step {
      recent[place].count += 1
      return
    }
    settle(place)
    counts[step, default: 0] += 1
    recent[place] = Recent(step: step, count: 0)
    bound()
  }

  /// Adds the counts of another histogram.
  public mutating func add(_ other: TimeHistogram) {
    settle()
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
    for entry in recent where entry.count > 0 { all[entry.step, default: 0] += entry.count }
    return all.sorted { $0.key < $1.key }.map { step, count in
      let (nanoseconds, overflow) = step.multipliedReportingOverflow(by: stepSeconds * 1_000_000_000)
      return (Timestamp(nanoseconds: overflow ? .min : nanoseconds), count)
    }
  }

  /// Moves the recent count at a place to `counts`.
  private mutating func settle(_ place: Int) {
    guard recent[place].count > 0 else { return }
    counts[recent[place].step, default: 0] += recent[place].count
    recent[place].count = 0
  }

  /// Moves all recent counts to `counts`, and forgets their steps.
  private mutating func settle() {
    for place in recent.indices {
      settle(place)
      recent[place].step = .min
    }
  }

  private mutating func bound() {
    while counts.count > Self.maximumSteps { coarsen() }
  }

  private mutating func coarsen() {
    settle()
    stepSeconds *= 2
    var coarse: [Int64: Int] = [:]
    for (step, count) in counts { coarse[step.flooredQuotient(by: 2), default: 0] += count }
    counts = coarse
  }
}
