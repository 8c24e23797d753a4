/// How many matches an exception explained.
public struct ExpectedCount: Sendable, Hashable {
  /// The rule's place in its set.
  public let rule: Int
  /// The name of the exception.
  public let exception: String

  /// A rule and an exception.
  public init(rule: Int, exception: String) {
    self.rule = rule
    self.exception = exception
  }
}
