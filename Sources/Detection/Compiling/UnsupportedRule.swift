/// Why a well-formed rule does not run.
struct UnsupportedRule: Error {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
