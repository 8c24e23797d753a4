/// A file of public keys that cannot be used.
public struct PublicKeyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong with it.
  public let reason: String

  /// The file, what is wrong and what to do.
  public var description: String {
    "\(path): \(reason); give the answer of aws cloudtrail list-public-keys"
  }
}
