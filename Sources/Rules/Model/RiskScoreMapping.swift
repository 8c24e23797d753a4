/// A field of the event whose number becomes the risk score of the alert.
public struct RiskScoreMapping: Sendable, Hashable {
  /// The field.
  public let field: String
}
