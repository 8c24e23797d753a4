/// A syslog server, RFC 5424.
public struct SyslogSettings: Sendable {
  /// How messages are sent.
  public enum Transport: String, Sendable, Hashable, CaseIterable {
    /// A datagram for each (RFC 5426).
    case udp
    /// A connection, each message with its length before it (RFC 6587).
    case tcp
    /// The same, encrypted (RFC 5425).
    case tls
  }

  let host: String
  let port: Int
  let transport: Transport
  let caFile: String?
  let facility: Int
  let appName: String
  let format: PayloadFormat
  let maximumBytes: Int

  static let keys = [
    "host", "port", "transport", "ca_file", "facility", "app_name", "format", "max_bytes",
  ]

  init(_ reader: SettingsReader) throws(SettingsError) {
    host = try reader.requiredLine("host")
    transport = try reader.choice("transport", Transport.self) ?? .udp
    port = try reader.number("port", in: 1...65_535) ?? (transport == .tls ? 6514 : 514)
    caFile = try reader.text("ca_file")
    facility = try reader.number("facility", in: 0...23) ?? 13
    let name = try reader.line("app_name") ?? "nightjar"
    guard name.utf8.count <= 48, name.utf8.allSatisfy({ (33...126).contains($0) }) else {
      throw SettingsError(reader.name("app_name"), "may have 48 ASCII characters without spaces")
    }
    appName = name
    format = try reader.choice("format", PayloadFormat.self) ?? .text
    // Larger datagrams are split on the way and easily lost (RFC 5426, 3.2).
    let usual = transport == .udp ? 2048 : 1 << 20
    maximumBytes =
      try reader.number("max_bytes", in: 480...(transport == .udp ? 65_507 : 16 << 20)) ?? usual
  }
}
