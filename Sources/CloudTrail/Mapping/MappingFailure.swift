/// Why part of a record could not be mapped. The rest of it is mapped all the same; the message becomes part of
/// `error.message`.
struct MappingFailure: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
