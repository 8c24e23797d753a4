public import Events

/// A value that makes no sense for the type of its field.
public struct KQLCompileError: Error, Sendable, Hashable {
  /// The field.
  public let field: String
  /// Its type.
  public let type: FieldType
  /// The value as it stands in the query.
  public let value: String
  /// What the field takes.
  public let expected: String
}

extension KQLCompileError: CustomStringConvertible {
  /// The field, the value and what was expected.
  public var description: String {
    "\(field) is of type \(type.rawValue) and takes \(expected), not \"\(value)\""
  }
}
