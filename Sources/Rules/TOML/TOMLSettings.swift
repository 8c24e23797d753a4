/// A TOML file of settings: read strictly, with errors that name file, line and field.
package enum TOMLSettings {
  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - path: Its file, for messages.
  ///   - decode: Makes a value of the top table.
  /// - Returns: The value.
  /// - Throws: `RuleError` when the text is no TOML or `decode` refuses it.
  package static func read<Value>(
    _ text: String, path: String, _ decode: (FieldReader) throws(FieldError) -> Value
  ) throws(RuleError) -> Value {
    let members = try TOMLText.read(text, path: path)
    do throws(FieldError) {
      return try decode(FieldReader(members: members, path: ""))
    } catch {
      let line = KeyLocator(text).line(of: error.field)
      throw RuleError(path: path, line: line, field: error.field, message: error.message)
    }
  }
}
