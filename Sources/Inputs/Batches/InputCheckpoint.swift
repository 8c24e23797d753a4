/// What an input remembers between runs. The caller stores it in the same transaction as the records it stands for.
public struct InputCheckpoint: Sendable, Hashable {
  /// The name, unique among all inputs.
  public let name: String
  /// What to remember; nil to forget.
  public let text: String?

  /// A checkpoint.
  public init(name: String, text: String?) {
    self.name = name
    self.text = text
  }
}
