public import Events

/// Whether the store takes what it is given.
public struct StoreHealth: Sendable, Hashable {
  /// The failure of the latest write; nil when it succeeded, or when nothing was written yet.
  public internal(set) var failure: StoreError?
  /// When the latest write failed; nil when it succeeded.
  public internal(set) var failedAt: Timestamp?
  /// When a write last succeeded; nil before the first.
  public internal(set) var lastSuccess: Timestamp?
  /// How many writes failed since the latest success.
  public internal(set) var failures = 0

  /// Whether the latest write succeeded. While it did not, inputs must not acknowledge anything.
  public var isWritable: Bool { failure == nil }
}
