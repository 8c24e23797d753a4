import Events

/// Something that makes changes or attacks visible: when it is off, nobody sees some of them. Each control has calls that
/// take it away and calls that bring it back.
public struct VisibilityControl: Sendable {
  /// What a call does to a control.
  public enum Effect: Sendable, Hashable {
    /// It works no longer.
    case off
    /// It is gone, and its configuration with it.
    case removed
    /// It sees less.
    case narrowed
    /// It works again.
    case on
  }

  /// Where changes are invisible while the control is off.
  public enum Scope: Sendable, Hashable {
    /// In the region of the control, and in global services.
    case region
    /// In all regions of the account.
    case account
  }

  /// A call that changes a control.
  public struct Trigger: Sendable {
    /// The call.
    public let action: String
    /// What it does.
    public let effect: Effect
    /// Whether the call with this request is one; nil when each one is.
    let condition: (@Sendable (JSON?) -> Bool)?

    init(_ action: String, _ effect: Effect, when condition: (@Sendable (JSON?) -> Bool)? = nil) {
      self.action = action
      self.effect = effect
      self.condition = condition
    }
  }

  /// The identifier, such as `config.recorder`.
  public let id: String
  /// The name for people.
  public let name: String
  /// The service whose calls change it.
  public let provider: String
  /// Where changes are invisible.
  public let scope: Scope
  /// The members of requests and responses that name it, the first that is there counts; none when there is one for each
  /// region.
  let keys: [String]
  /// The name when no member says it.
  let defaultKey: String
  /// The calls that change it.
  public let triggers: [Trigger]
  /// What becomes invisible.
  public let loses: String

  init(
    _ id: String, _ name: String, provider: String, scope: Scope = .region, keys: [String] = [],
    defaultKey: String = "", _ triggers: [Trigger], loses: String
  ) {
    self.id = id
    self.name = name
    self.provider = provider
    self.scope = scope
    self.keys = keys
    self.defaultKey = defaultKey
    self.triggers = triggers
    self.loses = loses
  }

  /// What a call does to the control; nil when nothing.
  func effect(of facts: EventFacts) -> Effect? {
    guard facts.provider == provider, facts.succeeded else { return nil }
    return triggers.first { trigger in
      trigger.action == facts.action && (trigger.condition?(facts.request) ?? true)
    }?.effect
  }

  /// The names of what a call changes; one call may name several.
  func names(in facts: EventFacts) -> [String] {
    for key in keys {
      for payload in [facts.request, facts.response] {
        let found = payload.map { Self.values($0, at: key) } ?? []
        if !found.isEmpty { return Array(Set(found.prefix(100).map(Self.short))).sorted() }
      }
    }
    return [defaultKey]
  }

  /// The texts at a dotted path; lists are looked into.
  private static func values(_ payload: JSON, at path: String) -> [String] {
    var found: [String] = []
    payload.forEachScalar(at: path.split(separator: ".").map(String.init)[...]) { value in
      if let text = value.string, !text.isEmpty { found.append(text) }
    }
    return found
  }

  /// Trails, analyzers and others may be named by ARN or by name.
  private static func short(_ name: String) -> String {
    guard name.hasPrefix("arn:") else { return name }
    return ResourceReference(type: "", id: name).name
  }
}
