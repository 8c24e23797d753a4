public import Events

/// A test on all fields whose names fit a pattern. What the text means depends on the type of each field, so it is
/// compiled for a field when one is met.
public struct FieldNameTest: Sendable, Hashable {
  /// What is asked.
  public enum Question: Sendable, Hashable {
    /// The field has a value.
    case exists
    /// A value in the query, as it stood there.
    case value(KQLValue)
    /// A range in the query.
    case range(KQLRange, KQLValue)
  }

  /// The pattern of names.
  public let names: Wildcard
  /// What is asked.
  public let question: Question
  /// The time that date maths refers to.
  public let now: Timestamp

  /// A test on the fields that fit a pattern.
  public init(names: Wildcard, question: Question, now: Timestamp) {
    self.names = names
    self.question = question
    self.now = now
  }
}
