/// A setting that cannot be used.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path of the key, such as `sink.pager.url`.
  public let key: String
  /// What is wrong with it and what was expected; never a value that may be secret.
  public let message: String

  /// An error of a key.
  public init(_ key: String, _ message: String) {
    self.key = key
    self.message = message
  }

  /// The key and the message.
  public var description: String { "\(key) \(message)" }
}
