public import Events

/// A key that digest files of the region were signed for.
public struct TrailPublicKey: Sendable, Hashable {
  /// The RSA public key in PKCS #1, DER.
  public let value: [UInt8]
  /// What digest files name the key by.
  public let fingerprint: String
  /// The start of the time in which it signed.
  public let validityStart: Timestamp?
  /// The end of that time.
  public let validityEnd: Timestamp?
}
