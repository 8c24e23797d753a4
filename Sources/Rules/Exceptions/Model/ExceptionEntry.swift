/// One condition of an exception, on one field.
///
/// Source: https://www.elastic.co/docs/api/doc/kibana, "Security exceptions", `entries`.
public struct ExceptionEntry: Sendable, Hashable {
  /// What is asked of the field.
  public enum Kind: Sendable, Hashable {
    /// It has this value.
    case match(String)
    /// It has one of these values.
    case matchAny([String])
    /// It has a value.
    case exists
    /// It fits a pattern with `*` and `?`, in the case that is written.
    case wildcard(String)
    /// It has a value of a value list, which is of this type.
    case list(id: String, type: String)
    /// One of the objects at the field fits all of these entries, whose fields are named from there.
    case nested([ExceptionEntry])
  }

  /// The field.
  public let field: String
  /// Whether the event must fit; otherwise it must not (Kibana's operators `included` and `excluded`).
  public let isIncluded: Bool
  /// What is asked of the field.
  public let kind: Kind

  /// A condition on a field.
  public init(field: String, isIncluded: Bool = true, kind: Kind) {
    self.field = field
    self.isIncluded = isIncluded
    self.kind = kind
  }
}
