public import Events

/// What a rule makes an exception for: an event that fits it raises no alert.
///
/// Kibana's items belong to lists that rules refer to; ours name the rules themselves.
public struct ExceptionItem: Sendable, Hashable, Identifiable {
  /// What an event must fit.
  public enum Condition: Sendable, Hashable {
    /// All of these entries.
    case entries([ExceptionEntry])
    /// A query in KQL.
    case kql(String)
  }

  /// The identifier: Kibana's `item_id`, or the name of one of ours without an identifier.
  public let id: String
  /// The list it belongs to; nil for ours.
  public let listID: String?
  /// The name that people read.
  public let name: String
  /// What it is about.
  public let description: String?
  /// The identifiers or names of the rules it is for. Nil means every rule, or for an item of a list every rule that
  /// refers to the list.
  public let ruleIDs: [String]?
  /// What an event must fit.
  public let condition: Condition
  /// The operating systems it is limited to; none means all.
  public let osTypes: [String]
  /// The time after which it no longer counts.
  public let expires: Timestamp?
  /// Who answers for it.
  public let owner: String?
  /// Why it is there.
  public let reason: String?
  /// When it counts; none means always.
  public let windows: [ChangeWindow]
  /// Where it was read from.
  public let source: RuleSource

  /// An exception.
  public init(
    id: String, listID: String? = nil, name: String, description: String? = nil, ruleIDs: [String]? = nil,
    condition: Condition, osTypes: [String] = [], expires: Timestamp? = nil, owner: String? = nil,
    reason: String? = nil, windows: [ChangeWindow] = [], source: RuleSource
  ) {
    self.id = id
    self.listID = listID
    self.name = name
    self.description = description
    self.ruleIDs = ruleIDs
    self.condition = condition
    self.osTypes = osTypes
    self.expires = expires
    self.owner = owner
    self.reason = reason
    self.windows = windows
    self.source = source
  }
}

extension ExceptionItem {
  /// Whether it still counts at a time: it has not expired.
  public func isActive(at now: Timestamp) -> Bool {
    expires.map { now <= $0 } ?? true
  }

  /// Whether it counts for an event of this time: one of its windows is open, or it has none.
  public func covers(_ time: Timestamp) -> Bool {
    windows.isEmpty || windows.contains { $0.contains(time) }
  }

  /// Whether two items are the same item, wherever they were read.
  func isSame(as other: ExceptionItem) -> Bool {
    ExceptionItem(self, source: other.source) == other
  }

  private init(_ item: ExceptionItem, source: RuleSource) {
    self.init(
      id: item.id, listID: item.listID, name: item.name, description: item.description, ruleIDs: item.ruleIDs,
      condition: item.condition, osTypes: item.osTypes, expires: item.expires, owner: item.owner,
      reason: item.reason, windows: item.windows, source: source)
  }
}
