/// A severity that alerts get when a field of the event has a value.
public struct SeverityMapping: Sendable, Hashable {
  /// The field.
  public let field: String
  /// The value it must have.
  public let value: String
  /// The severity the alert then gets.
  public let severity: Severity
}
