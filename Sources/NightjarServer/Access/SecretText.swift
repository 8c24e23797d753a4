import Crypto
import Foundation

/// Random secrets, and what is stored of them.
///
/// They have 256 random bits, so one round of SHA-256 hides them: guessing is out of reach whatever the hash costs.
enum SecretText {
  /// Random bytes of the system's generator for keys.
  static func randomBytes(_ count: Int) -> [UInt8] {
    SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
  }

  /// A new secret: 256 random bits in 43 characters that fit URLs and cookies.
  static func random() -> String { encoded(randomBytes(32)) }

  /// A new public identifier: 120 random bits in 20 characters.
  static func randomID() -> String { encoded(randomBytes(15)) }

  /// What is stored of a secret.
  static func hash(_ secret: String) -> String {
    SHA256.hash(data: Data(secret.utf8)).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }

  /// A secret that follows from another one and a purpose, and does not tell it.
  static func derived(from secret: String, for purpose: String) -> String {
    let key = SymmetricKey(data: Data(secret.utf8))
    return encoded(Array(HMAC<SHA256>.authenticationCode(for: Data(purpose.utf8), using: key)))
  }

  /// Whether two secrets are equal; takes as long whether they are or not.
  static func isEqual(_ left: String, _ right: String) -> Bool {
    isEqual(Array(left.utf8), Array(right.utf8))
  }

  static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func encoded(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
      "=", with: "")
  }
}
