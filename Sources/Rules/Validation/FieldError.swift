/// Something wrong with one field of a rule, before the file and the line are known.
struct FieldError: Error {
  /// The path of the field.
  let field: String
  /// What is wrong and what was expected.
  let message: String

  init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }
}
