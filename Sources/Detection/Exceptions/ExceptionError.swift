/// Why an exception cannot be applied.
struct ExceptionError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
