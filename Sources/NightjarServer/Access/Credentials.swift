import Foundation

/// What a header `Authorization` says.
enum Credentials: Sendable, Hashable {
  /// The two halves of a key.
  case key(id: String, secret: String)
  /// A user's name and password.
  case password(name: String, password: String)

  /// Reads `ApiKey BASE64(id:secret)` and `Bearer BASE64(id:secret)`, as Elasticsearch writes keys, and `Basic
  /// BASE64(name:password)` (RFC 7617); nil for everything else.
  init?(_ header: String) {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard header.utf8.count <= 8192, parts.count == 2,
      let data = Data(base64Encoded: parts[1].trimmingCharacters(in: .whitespaces)),
      let text = String(data: data, encoding: .utf8), let colon = text.firstIndex(of: ":")
    else { return nil }
    let first = String(text[..<colon])
    let second = String(text[text.index(after: colon)...])
    guard !first.isEmpty else { return nil }
    switch parts[0].lowercased() {
    case "apikey", "bearer": self = .key(id: first, secret: second)
    case "basic": self = .password(name: first, password: second)
    default: return nil
    }
  }
}
