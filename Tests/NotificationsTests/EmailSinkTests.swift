import Events
import Foundation
import OrderedCollections
import Storage
import TestSupport
import Testing

@testable import Notifications

/// Mail against a real mail server, whose own parser reads what comes.
@Suite struct EmailSinkTests {
  private func sink(_ port: Int, _ encryption: String, _ extra: JSONObject = [:]) throws -> JSON {
    var table: JSONObject = [
      "name": "mail", "kind": "email", "host": "localhost", "port": .number(JSONNumber(port)),
      "encryption": .string(encryption), "timeout": "5m",
      "ca_file": .string(try Certificate.shared().authority),
      "from": "Nightjar \"Alarm\" <nightjar@example.com>",
      "to": ["soc@example.com", "Ärzte <b@example.com>"],
    ]
    table.merge(extra) { $1 }
    return .object(table)
  }

  /// The first thing that a server received.
  private func first(_ peer: PythonPeer) async throws -> JSON {
    try JSONReader.read(try await peer.lines(1)[0])
  }

  private func deliver(
    _ sink: JSON, _ alert: JSONObject = Samples.alert(), password: String = "correct horse"
  )
    async throws -> Delivery
  {
    let bench = try Bench([sink], variables: ["MAIL": password])
    try bench.offer(alert)
    try await bench.drain()
    return try #require(try bench.deliveries().first)
  }

  private func header(_ message: JSON, _ name: String) -> [String] {
    (message["headers"]?.array ?? []).compactMap { $0.array }.filter { $0.first?.string == name }
      .compactMap { $0.last?.string }
  }

  private static let account: JSONObject = ["user": "soc", "password": "env:MAIL"]

  @Test func encryptedWithAPassword() async throws {
    let peer = try await Peers.mail(.starttls, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "starttls", Self.account))
    #expect(delivery.state == .sent, "\(delivery.lastError ?? "")")
    let message = try await first(peer)
    #expect(message["from"] == "nightjar@example.com" && message["tls"] == true)
    #expect(message["auth"] == "PLAIN:soc" && message["to"]?.array?.count == 2)
    #expect(header(message, "Subject") == ["[high] Config Stopped in 111122223333"])
    #expect(header(message, "Date") == ["Wed, 14 Oct 2026 12:00:00 +0000"])
    #expect(header(message, "To").first?.contains("Ärzte") == true)
    #expect(header(message, "Message-ID").first?.hasSuffix("@example.com>") == true)
    let parts = (message["parts"]?.array ?? []).compactMap(\.array)
    #expect(parts.map { $0[0].string } == ["text/plain", "application/json"])
    try #require(parts.count == 2)
    #expect(parts[0][2].string?.contains("Principal: mallory") == true)
    #expect(try JSONReader.read(parts[1][2].string ?? "")["kind"] == "alert")
    #expect(message["defects"]?.array?.isEmpty == true && (message["longest"]?.integer ?? 999) <= 78)
  }

  @Test func loginWhereItIsTheOnlyWay() async throws {
    let peer = try await Peers.mail(.login, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "starttls", Self.account))
    #expect(delivery.state == .sent, "\(delivery.lastError ?? "")")
    let message = try await first(peer)
    #expect(message["auth"] == "LOGIN:soc")
  }

  @Test func encryptedFromTheBeginning() async throws {
    let peer = try await Peers.mail(.tls, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "tls"))
    #expect(delivery.state == .sent, "\(delivery.lastError ?? "")")
    _ = try await peer.lines(1)
  }

  @Test func inClearOnRequest() async throws {
    let peer = try await Peers.mail(.plain, certificates: Certificate.shared())
    #expect(try await deliver(try sink(peer.port, "none")).state == .sent)
    _ = try await peer.lines(1)
  }

  @Test func aServerWithoutEncryptionGetsNoMail() async throws {
    let peer = try await Peers.mail(.plain, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "starttls"))
    #expect(delivery.state == .dead && delivery.lastError?.contains("STARTTLS") == true)
    #expect(try peer.lines().isEmpty)
  }

  @Test func anUnknownCertificateGetsNoMail() async throws {
    for (mode, encryption) in [(Peers.Mail.tls, "tls"), (.starttls, "starttls")] {
      let peer = try await Peers.mail(mode, certificates: Certificate.shared())
      var table = try #require(try sink(peer.port, encryption, Self.account).object)
      table["ca_file"] = nil
      let delivery = try await deliver(.object(table))
      #expect(delivery.state == .queued, "\(mode)")
      #expect(try peer.lines().isEmpty)
    }
  }

  @Test func answersBeforeTheEncryptionAreAnAttack() async throws {
    let peer = try await Peers.mail(.injecting, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "starttls"))
    #expect(delivery.state != .sent)
    #expect(try peer.lines().filter { $0.hasPrefix("MAIL") }.isEmpty)
  }

  @Test func aWrongPasswordIsSaidWithoutIt() async throws {
    let peer = try await Peers.mail(.starttls, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "starttls", Self.account), password: "wrong-pass")
    let error = delivery.lastError ?? ""
    #expect(delivery.state == .dead && error.contains("AUTH with 535"), "\(error)")
    #expect(delivery.lastError?.contains("wrong") == false)
  }

  @Test func aRefusedRecipientIsSaid() async throws {
    let peer = try await Peers.mail(.refusing, certificates: Certificate.shared())
    let delivery = try await deliver(try sink(peer.port, "none"))
    #expect(delivery.state == .dead && delivery.lastError?.contains("550") == true)
  }

  @Test func alertsAddNoHeadersAndNoCommands() async throws {
    let peer = try await Peers.mail(.plain, certificates: Certificate.shared())
    let name = "x\r\nBcc: evil@example.com\r\n\r\n.\r\nMAIL FROM:<evil@example.com>\r\n\u{2028}ü\u{0}"
    let alert = Samples.alert(1, name: name, extra: ["kibana.alert.reason": "line\r\n.\r\nQUIT\r\n.dot"])
    #expect(try await deliver(try sink(peer.port, "none"), alert).state == .sent)
    let message = try await first(peer)
    #expect(header(message, "Bcc").isEmpty && header(message, "Subject").count == 1)
    #expect(header(message, "Subject").first?.contains("Bcc: evil@example.com") == true)
    #expect(message["to"] == ["soc@example.com", "b@example.com"])
    let text = message["parts"]?.array?.first?.array?.last?.string ?? ""
    #expect(text.contains(".dot"))
  }

  @Test func templatesMakeSubjectAndBody() async throws {
    let peer = try await Peers.mail(.plain, certificates: Certificate.shared())
    let extra: JSONObject = [
      "subject_template": "{{kibana.alert.severity}}: {{user.name}} & co", "attach_json": false,
      "body_template": "{{#notice.lines}}- {{.}}\n{{/notice.lines}}",
    ]
    #expect(try await deliver(try sink(peer.port, "none", extra)).state == .sent)
    let message = try await first(peer)
    #expect(header(message, "Subject") == ["high: mallory & co"])
    let parts = (message["parts"]?.array ?? []).compactMap(\.array)
    try #require(parts.count == 1)
    #expect(parts[0][2].string?.contains("- Principal: mallory") == true)
  }

  @Test func longSubjectsAreEncoded() {
    let long = String(repeating: "ünïcödé ", count: 20)
    let lines = MIMEMessage.encoded(long).components(separatedBy: "\r\n ")
    #expect(lines.count > 1 && lines.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?B?") })
    #expect(MIMEMessage.encoded("plain") == "plain")
    #expect(MIMEMessage.encoded("=?utf-8?B?eA==?=").hasPrefix("=?utf-8?B?PT91"))
    #expect(
      SMTPConversation.stuffed(Array(".a\r\n..b\r\nc.\r\n".utf8)) == Array("..a\r\n...b\r\nc.\r\n".utf8))
  }

  @Test func addressesAreChecked() {
    #expect(MailAddress("a.b+c@ex-ample.com")?.address == "a.b+c@ex-ample.com")
    #expect(MailAddress("SOC <soc@example.com>")?.name == "SOC")
    for wrong in [
      "", "a", "a@", "@b", "a b@c.de", "a@b\r\nc", "a@b>", "<a@b", "a@b@c", "a@-.-.", "ä@b.de", "a@b..c",
      "a@b.c> RCPT TO:<x@y.z",
    ] {
      #expect(MailAddress(wrong) == nil, "\(wrong)")
    }
  }

  @Test func repliesAreRead() throws {
    var reader = SMTPReplyReader()
    #expect(try reader.add(Array("250-a\r\n25".utf8)).isEmpty && reader.hasRest)
    let replies = try reader.add(Array("0 b\r\n220 c\n".utf8))
    #expect(replies == [SMTPReply(code: 250, lines: ["a", "b"]), SMTPReply(code: 220, lines: ["c"])])
    #expect(throws: SinkError.self) {
      var reader = SMTPReplyReader()
      _ = try reader.add(Array("HTTP/1.1 400 Bad Request\r\n".utf8))
    }
    #expect(throws: SinkError.self) {
      var reader = SMTPReplyReader()
      _ = try reader.add([UInt8](repeating: 0x61, count: 1 << 20))
    }
  }
}
