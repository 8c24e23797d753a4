public import Events

/// A time for which nothing proves what happened.
public struct DigestGap: Sendable, Hashable {
  /// What the time lies between.
  public enum Cause: String, Sendable, Hashable {
    /// A digest begins a new chain though older digests exist: logging or validation was off in between.
    case notDelivered = "not_delivered"
    /// Digests are gone.
    case missing
    /// A digest is not valid, so that what it covers is not proved.
    case invalid
    /// The time that was asked for reaches beyond the digests.
    case absent
  }

  /// The cause.
  public let cause: Cause
  /// The end of the older digest; nil when there is none.
  public let from: Timestamp?
  /// The start of the newer digest; nil when there is none.
  public let to: Timestamp?
  /// The digest that begins the new chain, or is gone or not valid; nil where the cause is no digest.
  public let digest: ObjectLocation?
}
