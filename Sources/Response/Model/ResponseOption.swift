/// Something that can be done about an alert.
public struct ResponseOption: Sendable, Hashable {
  /// The name of the playbook.
  public let playbook: String
  /// The playbook in a few words.
  public let title: String
  /// What it would act on.
  public let subject: ResponseSubject
}
