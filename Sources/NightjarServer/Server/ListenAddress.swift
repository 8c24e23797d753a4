import Events
import Foundation

/// Where the server listens.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// The host name or address.
  public let host: String
  /// The port; 0 lets the system choose.
  public let port: Int

  /// An address.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// An address that only this machine reaches.
  public static func loopback(port: Int) -> ListenAddress { ListenAddress(host: "127.0.0.1", port: port) }

  /// Reads `HOST:PORT`, `[ADDRESS]:PORT`, `:PORT` or `PORT`; nil when the text is none of these. Without a host it is the
  /// loopback address.
  public init?(_ text: String) {
    let colon = text.lastIndex(of: ":")
    let portText = colon.map { text[text.index(after: $0)...] } ?? text[...]
    guard let port = Int(portText), (0...65535).contains(port), portText.allSatisfy(\.isNumber) else {
      return nil
    }
    var host = colon.map { String(text[..<$0]) } ?? ""
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
    } else if host.contains(":") {
      return nil
    }
    guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.init(host: host.isEmpty ? "127.0.0.1" : host, port: port)
  }

  /// Whether only this machine reaches it. A name other than `localhost` may mean any address.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
  }

  /// The address in the form of URLs.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
