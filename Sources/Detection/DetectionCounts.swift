import Events

/// What a detector counted. Counts of several detectors can be added.
public struct DetectionCounts: Sendable {
  /// Events read.
  public internal(set) var events = 0
  /// Pairs of a rule and an event it matched, before repeated events are taken out.
  public internal(set) var matches = 0
  /// Events that exceptions took from rules which look at several events, before repeated ones are taken out.
  public internal(set) var expected: [ExpectedCount: Int] = [:]
  /// Events over time.
  public private(set) var timeline = TimeHistogram()

  /// No counts.
  public init() {}

  @inline(__always)
  mutating func note(_ time: Timestamp?) {
    if let time { timeline.add(time) }
  }

  /// Adds the counts of another detector.
  public mutating func add(_ other: DetectionCounts) {
    events += other.events
    matches += other.matches
    expected.merge(other.expected, uniquingKeysWith: +)
    timeline.add(other.timeline)
  }
}
