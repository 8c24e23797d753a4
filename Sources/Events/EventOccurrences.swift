/// How often something happened, and when first.
public struct EventOccurrences: Sendable, Hashable {
  /// How many events there are.
  public var count = 0
  /// The time of the first; nil when there is none with a time.
  public var first: Timestamp?

  /// Occurrences.
  public init(count: Int = 0, first: Timestamp? = nil) {
    self.count = count
    self.first = first
  }

  /// Counts an event.
  package mutating func add(_ time: Timestamp?) {
    count += 1
    guard let time else { return }
    first = min(first ?? time, time)
  }
}
