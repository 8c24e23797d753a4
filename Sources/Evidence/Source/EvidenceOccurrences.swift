public import Events

/// How often something happened, and when first.
public struct EvidenceOccurrences: Sendable, Hashable {
  /// How many events there are.
  public let count: Int
  /// The time of the first; nil when there is none.
  public let first: Timestamp?

  /// Occurrences.
  public init(count: Int, first: Timestamp?) {
    self.count = count
    self.first = first
  }
}
