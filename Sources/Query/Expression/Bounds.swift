/// A range of values with optional ends.
public struct Bounds<Value: Comparable & Hashable & Sendable>: Sendable, Hashable {
  /// One end of a range.
  public struct End: Sendable, Hashable {
    /// The value at the end.
    public let value: Value
    /// Whether the value itself belongs to the range.
    public let isInclusive: Bool

    /// An end at a value.
    public init(value: Value, isInclusive: Bool) {
      self.value = value
      self.isInclusive = isInclusive
    }
  }

  /// The lower end; nil when the range is open there.
  public var lower: End?
  /// The upper end; nil when the range is open there.
  public var upper: End?

  /// A range with the given ends.
  public init(lower: End? = nil, upper: End? = nil) {
    self.lower = lower
    self.upper = upper
  }

  /// The range of one value.
  public static func exactly(_ value: Value) -> Bounds {
    Bounds(lower: End(value: value, isInclusive: true), upper: End(value: value, isInclusive: true))
  }

  /// The range from one value to another, both included.
  public static func closed(_ first: Value, _ last: Value) -> Bounds {
    Bounds(lower: End(value: first, isInclusive: true), upper: End(value: last, isInclusive: true))
  }

  /// Whether a value lies in the range.
  @inlinable
  public func contains(_ value: Value) -> Bool {
    if let lower, lower.isInclusive ? value < lower.value : value <= lower.value { return false }
    if let upper, upper.isInclusive ? value > upper.value : value >= upper.value { return false }
    return true
  }
}
