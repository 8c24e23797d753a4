public import Events

/// A reason why matches of rules are to be expected: a condition on the event, and optionally the times at which it holds.
public struct ExceptionItem: Sendable, Hashable {
  /// The condition.
  public enum Condition: Sendable, Hashable {
    /// All entries hold.
    case entries([ExceptionEntry])
    /// A query in KQL.
    case kql(String)
  }

  /// The name that people read.
  public let name: String
  /// `item_id` in Kibana; the name elsewhere.
  public let id: String
  /// The list it belongs to in Kibana; nil for items of our own form.
  public let listID: String?
  /// The identifiers or names of the rules it belongs to; empty for all rules. Only for items of our own form.
  public let rules: [String]
  /// The condition.
  public let condition: Condition
  /// `windows`, `linux` or `macos`: the event must come from one of them; empty when that does not matter.
  public let osTypes: [String]
  /// From when on the item counts no more; nil when it always does.
  public let expires: Timestamp?
  /// Who answers for it.
  public let owner: String?
  /// Why the match is to be expected.
  public let reason: String?
  /// When the item holds; empty when it always does.
  public let windows: [ChangeWindow]
  /// Where it was read from.
  public let source: RuleSource

  /// Whether the item still counts.
  public func isActive(at now: Timestamp) -> Bool { expires.map { now < $0 } ?? true }

  /// Whether the item holds for an event of this time. An event without a time lies in no window.
  public func holds(at time: Timestamp?) -> Bool {
    guard !windows.isEmpty else { return true }
    guard let time else { return false }
    return windows.contains { $0.contains(time) }
  }
}
