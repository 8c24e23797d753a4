import Crypto
import Events
import Foundation
import _CryptoExtras

/// An RSA key that signs digests in place of CloudTrail's.
public struct SigningKey: Sendable {
  private let key: _RSA.Signing.PrivateKey?
  /// The Base64 of the public key in PKCS#1 DER.
  public let publicKey: String
  /// A text that names the key.
  public let fingerprint: String

  /// The key that fixtures sign with unless told otherwise.
  public static let first = SigningKey()
  /// Another key.
  public static let second = SigningKey()

  private init() {
    key = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
    let der = key?.publicKey.pkcs1DERRepresentation ?? Data()
    publicKey = der.base64EncodedString()
    fingerprint = SHA256.hash(data: der).prefix(16).map { Self.hexadecimal($0) }.joined()
  }

  /// The signature of a text in hexadecimal: PKCS#1 v1.5 with SHA-256.
  public func sign(_ text: String) -> String {
    let signature = try? key?.signature(for: Data(text.utf8), padding: .insecurePKCS1v1_5)
    return (signature?.rawRepresentation ?? Data()).map { Self.hexadecimal($0) }.joined()
  }

  /// An answer of `ListPublicKeys` with these keys.
  public static func list(_ keys: [SigningKey]) -> String {
    JSONWriter.text([
      "PublicKeyList": .array(
        keys.map {
          [
            "Value": .string($0.publicKey), "ValidityStartTime": "2026-10-01T00:00:00+00:00",
            "ValidityEndTime": "2026-12-01T00:00:00+00:00", "Fingerprint": .string($0.fingerprint),
          ]
        })
    ])
  }

  static func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }
}
