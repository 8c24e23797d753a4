public import Events

/// What was found out about a digest.
public struct DigestVerification: Sendable, Hashable {
  /// Where it lies, or should.
  public let location: ObjectLocation
  /// The result.
  public internal(set) var state: VerificationState
  /// Why it is not valid; nil when it is.
  public internal(set) var reason: IntegrityReason?
  /// The start of the period; nil when the digest could not be read.
  public let start: Timestamp?
  /// The end of the period: of the digest, or where it could not be read, of its name.
  public let end: Timestamp?
  /// The key that signed it; nil when the digest could not be read.
  public let fingerprint: String?
  /// The organisation that the place names.
  public let organization: String?
}
