import HTTPTypes
import Hummingbird

/// The cookie that holds a session's secret.
///
/// `SameSite=Lax`, since people follow links to alerts from mail and chat and must arrive signed in; nothing that changes
/// state is done by a request that another site can cause, because these carry no token against forgery. Under TLS the name
/// has the prefix `__Host-`: browsers then accept the cookie only from this host and only over TLS (RFC 6265bis §4.1.3).
struct SessionCookie: Sendable {
  let isSecure: Bool

  var name: String { isSecure ? "__Host-nightjar" : "nightjar" }

  /// The secret that a request carries; nil when it carries none, or more than one.
  func secret(in headers: HTTPFields) -> String? {
    var found: [String] = []
    for header in headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let sides = pair.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, sides[0].trimmingPrefix(" ") == name else { continue }
        found.append(String(sides[1]))
      }
    }
    guard found.count == 1, let secret = found.first, secret.utf8.count == 43 else { return nil }
    return secret
  }

  /// The header that sets the cookie.
  func header(secret: String, seconds: Int) -> String {
    "\(name)=\(secret); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
  }

  /// The header that removes the cookie.
  var removal: String { header(secret: "", seconds: 0) }
}
