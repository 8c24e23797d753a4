public import Events

/// A version of a rule as its text was.
public struct RuleVersion: Sendable, Hashable {
  /// The number of the version among all versions of all rules.
  public let id: Int64
  /// The rule.
  public let rule: String
  /// The SHA-256 of the text in hexadecimal.
  public let hash: String
  /// The text of the rule.
  public let text: String
  /// What the text is, such as `toml` or `json`.
  public let format: String
  /// Where the rule came from, such as the path of a file; nil when it was made in the program.
  public let source: String?
  /// When it became the current version.
  public let changedAt: Timestamp
  /// Who changed it.
  public let changedBy: String
  /// Whether the rule runs.
  public let isEnabled: Bool
  /// Whether this is the version that counts.
  public let isCurrent: Bool
  /// Whether the rule was removed with this version.
  public let isDeleted: Bool
}
