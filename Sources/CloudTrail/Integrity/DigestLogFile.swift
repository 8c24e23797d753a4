/// A log file that a digest lists.
public struct DigestLogFile: Sendable, Hashable {
  /// Where the file was delivered.
  public let location: ObjectLocation
  /// The hash of the inflated file in hexadecimal, as the digest has it.
  public let hashValue: String
  /// The algorithm of the hash, such as `SHA-256`.
  public let hashAlgorithm: String
}
