/// A field of the event that must have the value of a field of the indicator.
public struct ThreatMapping: Sendable, Hashable {
  /// The field of the event.
  public let field: String
  /// The field of the indicator.
  public let value: String
  /// Whether the values must differ instead.
  public let isNegated: Bool
}
