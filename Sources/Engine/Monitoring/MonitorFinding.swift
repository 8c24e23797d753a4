/// Something that is wrong with the program at the moment.
public struct MonitorFinding: Sendable, Hashable {
  /// The check that found it.
  public let check: MonitorCheck
  /// What it is about, such as an account and region, a rule or a sink.
  public let subject: String
  /// What is wrong, in a sentence.
  public let text: String

  /// What makes a finding the same as an earlier one.
  struct Key: Sendable, Hashable {
    let check: MonitorCheck
    let subject: String
  }

  var key: Key { Key(check: check, subject: subject) }

  /// A finding.
  public init(_ check: MonitorCheck, _ subject: String, _ text: String) {
    self.check = check
    self.subject = subject
    self.text = text
  }
}
