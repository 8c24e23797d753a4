import Foundation

/// The text of a key, as it is sent behind `ApiKey`.
enum APIKeyText {
  static func encoded(id: String, secret: String) -> String {
    Data("\(id):\(secret)".utf8).base64EncodedString()
  }
}
