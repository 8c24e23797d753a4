/// A tactic, technique or sub-technique with the rules that cover it.
public struct CoverageCell: Sendable, Hashable {
  /// The identifier.
  public let id: String
  /// The name.
  public let name: String
  /// The rules that name it or something below it, by name.
  public let rules: [CoverageRule]
  /// What is below it, by identifier: the techniques of a tactic, the sub-techniques of a technique.
  public let cells: [CoverageCell]

  /// The identifier with the name.
  public var attackName: AttackName { AttackName(id, name) }
}
