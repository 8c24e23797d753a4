/// One condition of an exception item, as Kibana writes it.
public struct ExceptionEntry: Sendable, Hashable {
  /// What is asked of the field.
  public indirect enum Kind: Sendable, Hashable {
    case match(String)
    case matchAny([String])
    case exists
    case wildcard(String)
    /// A value is on a value list.
    case list(id: String)
    /// The entries hold in one object of the field.
    case nested([ExceptionEntry])
  }

  /// The field.
  public let field: String
  /// What is asked of it.
  public let kind: Kind
  /// Whether the condition must hold (`included`) or must not (`excluded`).
  public let isIncluded: Bool
}
