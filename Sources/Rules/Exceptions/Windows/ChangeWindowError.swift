/// What is wrong with a change window.
public struct ChangeWindowError: Error, Sendable, Hashable {
  /// The parts of a change window, by their keys in files.
  public enum Key: String, Sendable, Hashable, CaseIterable {
    case days
    case from
    case to
    case rrule
    case start
    case duration
    case timezone
  }

  /// The part that is wrong.
  public let key: Key
  /// What is wrong and what was expected.
  public let message: String
}

extension ChangeWindowError: CustomStringConvertible {
  /// The part and the message.
  public var description: String { "\(key.rawValue): \(message)" }
}
