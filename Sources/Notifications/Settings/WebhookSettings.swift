import Events
import OrderedCollections

/// A webhook.
public struct WebhookSettings: Sendable {
  /// The value of a header.
  enum HeaderValue: Sendable {
    case plain(String)
    case secret(SecretReference)
  }

  let target: HTTPTarget
  let secret: SecretReference?
  let format: PayloadFormat
  let template: AlertTemplate?
  let headers: [(name: String, value: HeaderValue)]

  static let keys = HTTPTarget.keys + ["secret", "format", "template", "headers"]
  /// Headers that the request itself has.
  private static let reserved: Set<String> = [
    "host", "content-length", "content-type", "transfer-encoding", "connection", "idempotency-key",
    "user-agent",
    "x-nightjar-signature", "x-nightjar-timestamp", "expect", "upgrade", "te", "trailer",
  ]

  init(_ reader: SettingsReader) throws(SettingsError) {
    target = try HTTPTarget(reader)
    secret = try reader.secret("secret")
    format = try reader.choice("format", PayloadFormat.self) ?? .native
    template = try AlertTemplate.read(reader, "template", .json)
    if template != nil, reader.has("format") {
      throw SettingsError(reader.name("format"), "has no meaning beside template")
    }
    headers = try Self.headers(reader)
  }

  private static func headers(
    _ reader: SettingsReader
  ) throws(SettingsError) -> [(name: String, value: HeaderValue)] {
    guard let table = try reader.table("headers") else { return [] }
    var headers: [(name: String, value: HeaderValue)] = []
    for name in table.members.keys {
      let isToken = name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
      guard isToken, !name.isEmpty, !reserved.contains(name.lowercased()) else {
        throw SettingsError(table.name(name), "is no header that can be set")
      }
      let text = try table.requiredLine(name)
      let isReference = text.hasPrefix("env:") || text.hasPrefix("file:")
      headers.append(
        (name, isReference ? .secret(try SecretReference(text, key: table.name(name))) : .plain(text)))
    }
    return headers
  }
}
