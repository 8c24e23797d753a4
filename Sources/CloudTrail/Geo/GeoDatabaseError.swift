/// A geo database that cannot be used.
public struct GeoDatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong with it.
  public let reason: String

  /// The file, what is wrong and what to do.
  public var description: String {
    "\(path): \(reason); give a MaxMind database (.mmdb) of cities, countries or autonomous systems"
  }
}
