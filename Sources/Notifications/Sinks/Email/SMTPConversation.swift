import AWS
import Foundation

/// Hands a message to a mail server (RFC 5321, STARTTLS of RFC 3207, AUTH of RFC 4954).
struct SMTPConversation {
  let connection: SMTPConnection
  /// The name of this machine.
  let hostname: String

  /// What the server offers, by its keywords in upper case.
  typealias Offer = [String: [String]]

  /// Waits for the greeting and encrypts as told. Returns what the server offers.
  func begin(_ encryption: EmailSettings.Encryption, _ tls: TLSClient?) async throws -> Offer {
    let greeting = try await connection.reply()
    guard greeting.code == 220 else { throw greeting.failure(of: "the connection") }
    let offer = try await hello()
    guard encryption == .startTLS, let tls else { return offer }
    guard offer["STARTTLS"] != nil else {
      // Going on in clear would be what an attacker between the two wants.
      throw SinkError.permanent("the mail server does not offer STARTTLS")
    }
    try await command("STARTTLS", expecting: 220)
    try await connection.startTLS(tls)
    return try await hello()
  }

  /// Signs in with a mechanism that the server offers.
  func authenticate(user: String, password: Secret, _ offer: Offer) async throws {
    let mechanisms = (offer["AUTH"] ?? []).map { $0.uppercased() }
    func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    if mechanisms.contains("PLAIN") {
      try await secret("AUTH PLAIN \(base64("\0\(user)\0\(password.reveal())"))", expecting: 235)
    } else if mechanisms.contains("LOGIN") {
      try await command("AUTH LOGIN", expecting: 334)
      try await secret(base64(user), expecting: 334)
      try await secret(base64(password.reveal()), expecting: 235)
    } else {
      throw SinkError.permanent("the mail server offers neither AUTH PLAIN nor LOGIN")
    }
  }

  /// Sends the message. All recipients must be taken: who is missing would not be told.
  func send(_ message: [UInt8], from: MailAddress, to: [MailAddress]) async throws {
    try await command("MAIL FROM:<\(from.address)>", expecting: 250)
    for recipient in to { try await command("RCPT TO:<\(recipient.address)>", expecting: 250, 251) }
    try await command("DATA", expecting: 354)
    try await connection.send(Self.stuffed(message) + Array(".\r\n".utf8))
    let reply = try await connection.reply()
    guard reply.code == 250 else { throw reply.failure(of: "the message") }
  }

  /// Ends in order. The message is handed over whatever the server answers.
  func end() async {
    try? await connection.send(Array("QUIT\r\n".utf8))
    _ = try? await connection.reply()
  }

  // MARK: Commands

  private func hello() async throws -> Offer {
    let reply = try await command("EHLO \(hostname)", expecting: 250)
    var offer: Offer = [:]
    for line in reply.lines.dropFirst() {
      let words = line.split(separator: " ").map(String.init)
      if let keyword = words.first { offer[keyword.uppercased()] = Array(words.dropFirst()) }
    }
    return offer
  }

  @discardableResult
  private func command(_ text: String, expecting codes: Int...) async throws -> SMTPReply {
    try await connection.send(Array((text + "\r\n").utf8))
    let reply = try await connection.reply()
    guard codes.contains(reply.code) else {
      throw reply.failure(of: String(text.prefix { $0 != " " }))
    }
    return reply
  }

  /// A command that does not appear in errors.
  private func secret(_ text: String, expecting code: Int) async throws {
    try await connection.send(Array((text + "\r\n").utf8))
    let reply = try await connection.reply()
    guard reply.code == code else { throw reply.failure(of: "AUTH") }
  }

  /// Doubles the full stops at the beginning of lines (RFC 5321, 4.5.2).
  static func stuffed(_ message: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(message.count + 64)
    var isAtStart = true
    for byte in message {
      if isAtStart, byte == UInt8(ascii: ".") { result.append(byte) }
      result.append(byte)
      isAtStart = byte == 0x0A
    }
    return result
  }
}
