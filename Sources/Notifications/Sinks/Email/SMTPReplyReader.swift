import NIOCore

/// Makes answers of the bytes of a mail server.
struct SMTPReplyReader {
  private static let maximumBytes = 64 << 10
  private var buffer: [UInt8] = []
  private var lines: [String] = []

  /// Whether bytes are there that belong to no complete answer.
  var hasRest: Bool { !buffer.isEmpty || !lines.isEmpty }

  /// Adds bytes and returns the answers that are complete.
  ///
  /// - Throws: When they are no answers.
  mutating func add(_ bytes: some Sequence<UInt8>) throws(SinkError) -> [SMTPReply] {
    buffer.append(contentsOf: bytes)
    var replies: [SMTPReply] = []
    while let end = buffer.firstIndex(of: 0x0A) {
      var line = Array(buffer[..<end])
      buffer.removeSubrange(...end)
      if line.last == 0x0D { line.removeLast() }
      if let reply = try take(line) { replies.append(reply) }
    }
    guard buffer.count + lines.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumBytes else {
      throw .passing("the mail server's answer has no end")
    }
    return replies
  }

  private mutating func take(_ line: [UInt8]) throws(SinkError) -> SMTPReply? {
    let text = String(decoding: line, as: UTF8.self)
    guard line.count >= 3, let code = Int(text.prefix(3)), (200..<600).contains(code) else {
      throw .passing("what answers is no mail server")
    }
    lines.append(String(text.dropFirst(4)))
    // A hyphen says that the answer goes on.
    guard line.count == 3 || line[3] != UInt8(ascii: "-") else { return nil }
    defer { lines = [] }
    return SMTPReply(code: code, lines: lines)
  }
}
