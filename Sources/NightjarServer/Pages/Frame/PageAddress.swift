import Foundation

/// Parts of addresses.
enum PageAddress {
  private static let plain: Set<UInt8> = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

  /// A text as part of a path or a query (RFC 3986 §2.1).
  static func encoded(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if plain.contains(byte) {
        result.append(byte)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A path with a query; parameters without a value are left out.
  static func path(_ path: String, _ parameters: [(String, String?)]) -> String {
    let pairs = parameters.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : "\(encoded(name))=\(encoded($0))" }
    }
    return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }

  /// An address of this site with a message added to its query, in place of an earlier one.
  static func noting(_ address: String, _ code: String, count: Int? = nil) -> String {
    let local = AccessRoutes.localPath(address)
    let sides = local.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var query = sides.count > 1 ? sides[1].split(separator: "&").map(String.init) : []
    query.removeAll { $0.hasPrefix("done=") || $0.hasPrefix("n=") }
    query.append("done=\(encoded(code))")
    if let count { query.append("n=\(count)") }
    return "\(sides[0])?\(query.joined(separator: "&"))"
  }
}
