public import Rules

/// What running one test of a rule came to.
public struct RuleTestResult: Sendable {
  /// The rule.
  public let rule: Rule
  /// The test.
  public let test: RuleTest
  /// Why the test failed; nil when it passed.
  public let failure: String?

  /// Whether the test passed.
  public var passed: Bool { failure == nil }
}
