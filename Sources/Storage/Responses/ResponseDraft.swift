public import Events

/// A response that is to be stored.
public struct ResponseDraft: Sendable, Hashable {
  /// The identifier.
  public var id: String
  /// `kibana.alert.uuid` of the alert that it answers.
  public var alert: String
  /// The name of the playbook.
  public var playbook: String
  /// What it acts on, for people.
  public var subject: String
  /// The account that it acts in.
  public var account: String
  /// How far it is.
  public var status: ResponseStatus
  /// The response that it takes back; nil when it takes none back.
  public var undoes: String?
  /// Who asked for it.
  public var requester: String
  /// Whether a rule asked for it rather than a person.
  public var isAutomatic: Bool
  /// What would be done.
  public var plan: JSON
  /// What became of it; nil when nothing has yet.
  public var result: JSON?

  /// A response.
  public init(
    id: String, alert: String, playbook: String, subject: String, account: String,
    status: ResponseStatus = .planned, undoes: String? = nil, requester: String, isAutomatic: Bool = false,
    plan: JSON, result: JSON? = nil
  ) {
    self.id = id
    self.alert = alert
    self.playbook = playbook
    self.subject = subject
    self.account = account
    self.status = status
    self.undoes = undoes
    self.requester = requester
    self.isAutomatic = isAutomatic
    self.plan = plan
    self.result = result
  }
}
