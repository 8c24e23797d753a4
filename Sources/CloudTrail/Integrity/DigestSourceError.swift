/// A source that could not be read.
public struct DigestSourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, folder or object.
  public let place: String
  /// What went wrong.
  public let reason: String

  /// An error from its parts.
  public init(place: String, reason: String) {
    self.place = place
    self.reason = reason
  }

  /// The place and what went wrong.
  public var description: String { "\(place): \(reason)" }
}
