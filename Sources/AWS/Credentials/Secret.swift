/// A text that never shows in descriptions, logs or errors. Only `reveal()` gives it.
public struct Secret: Sendable, Hashable {
  private let text: String

  /// A secret.
  public init(_ text: String) {
    self.text = text
  }

  /// The text itself, for signing and for sending.
  public func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder.
  public var description: String { "<redacted>" }
  /// A placeholder.
  public var debugDescription: String { description }
  /// Nothing to see, so that `dump` and interpolation of a containing value do not show the text either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
