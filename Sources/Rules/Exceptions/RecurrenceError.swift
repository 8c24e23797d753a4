/// Why a text is no recurrence rule.
struct RecurrenceError: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
