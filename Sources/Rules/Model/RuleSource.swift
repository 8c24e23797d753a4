/// Where a rule was read from.
public struct RuleSource: Sendable, Hashable {
  /// The file as it was named, or `builtin:` and the path of a built-in rule.
  public let path: String
  /// The line at which the rule begins, counted from 1.
  public let line: Int

  /// A place in a file.
  public init(path: String, line: Int = 1) {
    self.path = path
    self.line = line
  }
}
