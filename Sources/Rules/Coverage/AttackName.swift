/// The identifier of a tactic, technique or sub-technique with its name.
public struct AttackName: Sendable, Hashable {
  /// The identifier, such as `T1562.008`.
  public let id: String
  /// The name.
  public let name: String

  /// An identifier with its name.
  public init(_ id: String, _ name: String) {
    self.id = id
    self.name = name
  }
}
