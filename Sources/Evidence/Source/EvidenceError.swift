/// Why evidence could not be taken.
public struct EvidenceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was looked at: a file, a query, a field.
  public let place: String
  /// What is wrong, and what to do next where that is known.
  public let message: String

  /// An error.
  public init(place: String, message: String) {
    self.place = place
    self.message = message
  }

  /// Place and message.
  public var description: String { "\(place): \(message)" }
}
