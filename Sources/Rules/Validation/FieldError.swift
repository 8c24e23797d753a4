/// Something wrong with one field of a rule, before the file and the line are known.
package struct FieldError: Error {
  /// The path of the field.
  package let field: String
  /// What is wrong and what was expected.
  package let message: String

  /// What is wrong with a field.
  package init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }
}
