/// A test that stands in a rule's file: events, and how many alerts the rule must raise for them.
public struct RuleTest: Sendable, Hashable {
  /// What the test shows.
  public let name: String
  /// How many alerts are expected; 0 when the rule must not match.
  public let alerts: Int
  /// Events as JSON text: raw CloudTrail records or ECS documents.
  public let events: [String]
  /// Files with further events, relative to the rule's file.
  public let files: [String]
  /// Files with the indicators of an indicator match rule, relative to the rule's file.
  public let indicators: [String]
}
