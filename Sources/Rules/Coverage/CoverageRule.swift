/// A rule in a coverage.
public struct CoverageRule: Sendable, Hashable, Comparable {
  /// The identifier of the rule.
  public let id: String
  /// The name of the rule.
  public let name: String

  /// The identifier and the name of a rule.
  public init(_ rule: Rule) {
    id = rule.ruleID
    name = rule.name
  }

  /// Rules are in the order of their names.
  public static func < (left: CoverageRule, right: CoverageRule) -> Bool {
    (left.name, left.id) < (right.name, right.id)
  }
}
