import Events
import Foundation
import SwiftASN1
import _CryptoExtras

/// The public keys that CloudTrail signed digests with, by fingerprint.
///
/// Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PublicKey.html
public struct PublicKeySet: Sendable {
  private enum Entry: Sendable {
    case key(_RSA.Signing.PublicKey)
    case unusable
  }

  private var entries: [String: Entry] = [:]

  /// No keys.
  public init() {}

  /// How many keys there are.
  public var count: Int { entries.count }

  /// Adds the keys of an answer of `aws cloudtrail list-public-keys`.
  ///
  /// - Throws: When it is no such answer.
  public mutating func add(listPublicKeys bytes: [UInt8], from path: String) throws(PublicKeyError) {
    let json: JSON
    do {
      json = try JSONReader.read(bytes)
    } catch {
      throw PublicKeyError(path: path, reason: "\(error)")
    }
    guard let list = json["PublicKeyList"]?.array else {
      throw PublicKeyError(path: path, reason: "there is no PublicKeyList in it")
    }
    for (index, entry) in list.enumerated() {
      guard let fingerprint = entry["Fingerprint"]?.string, let value = entry["Value"]?.string else {
        throw PublicKeyError(path: path, reason: "key \(index) has no Fingerprint or no Value")
      }
      add(fingerprint: fingerprint, base64: value)
    }
  }

  /// Adds a key: the Base64 of an RSA key in PKCS#1 DER. One that cannot be used is kept as such, so that digests
  /// signed with it say why they are not valid.
  public mutating func add(fingerprint: String, base64: String) {
    guard let der = Data(base64Encoded: base64, options: .ignoreUnknownCharacters),
      let key = Self.key(der)
    else {
      // A usable key with the same fingerprint stays.
      if entries[fingerprint] == nil { entries[fingerprint] = .unusable }
      return
    }
    entries[fingerprint] = .key(key)
  }

  /// The key in PKCS#1 DER: a sequence of modulus and exponent (RFC 8017, A.1.1). Nil when the bytes are something else.
  ///
  /// The library's own reader frees memory twice when it refuses bytes, so they are read here and it gets the numbers.
  private static func key(_ der: Data) -> _RSA.Signing.PublicKey? {
    guard let root = try? DER.parse(Array(der)),
      let numbers = try? DER.sequence(
        root, identifier: .sequence,
        { nodes in
          (try ArraySlice<UInt8>(derEncoded: &nodes), try ArraySlice<UInt8>(derEncoded: &nodes))
        })
    else { return nil }
    // The reader refuses negative numbers and takes leading zeros away; 2,048 bytes are the longest key the library takes.
    let (modulus, exponent) = numbers
    guard !modulus.isEmpty, modulus.count <= 2048, !exponent.isEmpty, exponent.count <= 8 else { return nil }
    return try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
  }

  /// Whether one of the signatures, in hexadecimal, was made over the text with the key of the fingerprint.
  ///
  /// - Throws: When there is no such key.
  func verifies(
    _ signatures: [String], of text: String, fingerprint: String, region: String
  ) throws(IntegrityReason) -> Bool {
    switch entries[fingerprint] {
    case nil: throw .publicKeyNotFound(fingerprint: fingerprint, region: region)
    case .unusable?: throw .unusableKey(fingerprint: fingerprint)
    case .key(let key)?:
      return signatures.contains { signature in
        guard let bytes = Hexadecimal.bytes(signature) else { return false }
        return key.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: Data(bytes)), for: Data(text.utf8),
          padding: .insecurePKCS1v1_5)
      }
    }
  }
}
