import AWS
import Events
import Foundation

/// An address that requests go to, with the limits on it.
public struct HTTPTarget: Sendable, Hashable {
  /// The address, in the settings or a secret.
  enum Address: Sendable, Hashable {
    case plain(String)
    case secret(SecretReference)
  }

  let address: Address
  let key: String
  let allowsHTTP: Bool
  let allowedNetworks: [IPNetwork]
  let caFile: String?

  static let keys = ["url", "allow_http", "allow_networks", "ca_file"]

  /// Reads the keys of an address.
  ///
  /// - Parameters:
  ///   - reader: The table.
  ///   - fixed: The address where the settings name none.
  ///   - isSecret: Whether the address is itself a secret.
  /// - Throws: `SettingsError` naming the key.
  init(_ reader: SettingsReader, fixed: String? = nil, isSecret: Bool = false) throws(SettingsError) {
    key = reader.name("url")
    allowsHTTP = try reader.flag("allow_http") ?? false
    allowedNetworks = try reader.networks("allow_networks")
    caFile = try reader.text("ca_file")
    if isSecret {
      address = .secret(try reader.requiredSecret("url"))
      return
    }
    let text: String
    if let given = try reader.line("url") {
      text = given
    } else if let fixed {
      text = fixed
    } else {
      throw SettingsError(key, "is missing")
    }
    if text.hasPrefix("env:") || text.hasPrefix("file:") {
      address = .secret(try SecretReference(text, key: key))
    } else {
      _ = try Self.check(text, key: key, allowsHTTP: allowsHTTP)
      address = .plain(text)
    }
  }

  /// The address for the next request.
  func url(_ environment: [String: String]) throws(SettingsError) -> URL {
    switch address {
    case .plain(let text): try Self.check(text, key: key, allowsHTTP: allowsHTTP)
    case .secret(let reference):
      try Self.check(
        try reference.resolve(environment).reveal(), key: reference.description, allowsHTTP: allowsHTTP)
    }
  }

  private static func check(_ text: String, key: String, allowsHTTP: Bool) throws(SettingsError) -> URL {
    guard let url = URL(string: text), let host = url.host(percentEncoded: false), !host.isEmpty else {
      throw SettingsError(key, "must be an address such as https://example.com/hook")
    }
    // The host that is looked at must be the one that is connected to, letter for letter.
    let isPlain = host.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-._:".utf8.contains(byte)
    }
    guard isPlain, host == url.host(percentEncoded: true) else {
      throw SettingsError(key, "must have a host of letters, digits, hyphens and full stops")
    }
    guard url.user(percentEncoded: false) == nil, url.password(percentEncoded: false) == nil else {
      throw SettingsError(key, "must not have a user or password in it; use a header with a secret")
    }
    switch url.scheme?.lowercased() {
    case "https"?: return url
    case "http"? where allowsHTTP: return url
    case "http"?: throw SettingsError(key, "is not encrypted; allow_http = true allows that")
    default: throw SettingsError(key, "must begin with https://")
    }
  }
}
