/// A list of exceptions in Kibana, which rules refer to.
public struct ExceptionList: Sendable, Hashable, Identifiable {
  /// The identifier that rules refer to: Kibana's `list_id`.
  public let id: String
  /// The name that people read.
  public let name: String
  /// The kind of list: `detection`, `rule_default`, `endpoint` and others.
  public let type: String

  /// A list.
  public init(id: String, name: String, type: String) {
    self.id = id
    self.name = name
    self.type = type
  }
}
