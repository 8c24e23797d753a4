/// Mail through a server.
public struct EmailSettings: Sendable {
  /// How the connection is encrypted.
  public enum Encryption: String, Sendable, Hashable, CaseIterable {
    /// From the beginning, as on port 465.
    case tls
    /// After a plain greeting, as on port 587. A server that does not offer it gets no mail.
    case startTLS = "starttls"
    /// Not at all.
    case none
  }

  let host: String
  let port: Int
  let encryption: Encryption
  let caFile: String?
  let user: String?
  let password: SecretReference?
  let from: MailAddress
  let to: [MailAddress]
  let subject: AlertTemplate?
  let body: AlertTemplate?
  let attaches: Bool

  static let keys = [
    "host", "port", "encryption", "ca_file", "user", "password", "from", "to", "subject_template",
    "body_template", "attach_json",
  ]

  init(_ reader: SettingsReader) throws(SettingsError) {
    host = try reader.requiredLine("host")
    encryption = try reader.choice("encryption", Encryption.self) ?? .startTLS
    let usual = encryption == .tls ? 465 : encryption == .startTLS ? 587 : 25
    port = try reader.number("port", in: 1...65_535) ?? usual
    caFile = try reader.text("ca_file")
    user = try reader.line("user")
    password = try reader.secret("password")
    if (user == nil) != (password == nil) {
      throw SettingsError(reader.name("password"), "and user belong together")
    }
    if user != nil, encryption == .none {
      throw SettingsError(reader.name("encryption"), "must not be none: the password would be sent in clear")
    }
    from = try Self.address(try reader.requiredText("from"), reader.name("from"))
    var recipients: [MailAddress] = []
    for text in try reader.texts("to") ?? [] {
      recipients.append(try Self.address(text, reader.name("to")))
    }
    guard (1...100).contains(recipients.count) else {
      throw SettingsError(reader.name("to"), "must have 1 to 100 addresses")
    }
    to = recipients
    subject = try AlertTemplate.read(reader, "subject_template", .text)
    body = try AlertTemplate.read(reader, "body_template", .text)
    attaches = try reader.flag("attach_json") ?? true
  }

  private static func address(_ text: String, _ key: String) throws(SettingsError) -> MailAddress {
    guard let address = MailAddress(text) else {
      throw SettingsError(key, "must be an address such as soc@example.com or \"SOC <soc@example.com>\"")
    }
    return address
  }
}
