/// Something that people should know about the runs of a rule.
public struct RunWarning: Sendable, Hashable {
  /// The rule's place in its set.
  public let rule: Int
  /// What happened.
  public let text: String
}
