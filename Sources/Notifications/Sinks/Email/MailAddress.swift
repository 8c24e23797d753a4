/// An address of mail with the name of its owner.
///
/// Of RFC 5321 only what is in use: a local part of plain ASCII characters without quotes, and a domain.
public struct MailAddress: Sendable, Hashable {
  /// The address itself.
  let address: String
  /// The name; nil when there is none.
  let name: String?

  /// Reads `user@example.com` or `Name <user@example.com>`; nil when it is none.
  init?(_ text: String) {
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return nil }
    if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
      address = String(text[text.index(after: open)...].dropLast())
      let trimmed = text[..<open].drop { $0 == " " || $0 == "\"" }
      let end = trimmed.lastIndex { $0 != " " && $0 != "\"" }
      name = end.map { String(trimmed[...$0]) }
    } else {
      address = text
      name = nil
    }
    guard Self.isAddress(address) else { return nil }
  }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else {
      return false
    }
    let marks = Set("!#$%&'*+-/=?^_`{|}~.".utf8)
    let isLocal = parts[0].utf8.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    let isDomain = labels.allSatisfy { label in
      !label.isEmpty && label.utf8.count <= 63
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
    return isLocal && isDomain
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// The domain.
  var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
}
