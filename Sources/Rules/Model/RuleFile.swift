/// What a rule file holds: a rule and its tests.
public struct RuleFile: Sendable, Hashable {
  /// The rule.
  public let rule: Rule
  /// The tests.
  public let tests: [RuleTest]
}
