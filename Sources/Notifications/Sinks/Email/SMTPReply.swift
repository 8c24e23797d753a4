/// An answer of a mail server: a number and lines of text (RFC 5321, 4.2).
struct SMTPReply: Sendable, Hashable {
  let code: Int
  let lines: [String]

  /// Whether the server did what it was asked, or waits for more.
  var isPositive: Bool { (200..<400).contains(code) }

  /// The failure that the answer is of a command.
  func failure(of command: String) -> SinkError {
    let text = "the mail server answered \(command) with \(code) \(lines.first ?? "")"
    return (500..<600).contains(code) ? .permanent(text) : .passing(text)
  }
}
