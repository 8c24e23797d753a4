import Events
import OrderedCollections
public import Rules

/// Which alerts a sink is told.
public struct SinkFilter: Sendable, Hashable {
  /// Only alerts of at least this severity.
  public var minimumSeverity: Severity = .low
  /// Only alerts of rules with one of these identifiers or names, in which `*` stands for anything; all when empty.
  public var rules: [String] = []
  /// No alerts of these rules.
  public var excludedRules: [String] = []
  /// Only alerts of these accounts; all when empty.
  public var accounts: [String] = []

  /// All alerts.
  public init() {}

  /// Whether the sink is told of an alert. Building blocks and what an exception explains is told nobody.
  func accepts(_ alert: JSONObject) -> Bool {
    guard AlertFields.text(alert, "kibana.alert.building_block_type") == nil,
      AlertFields.text(alert, "kibana.alert.workflow_reason")?.hasPrefix("expected: ") != true
    else { return false }
    let summary = AlertSummary(alert)
    // A severity that is none is told: silence would be worse.
    if let severity = Severity(rawValue: summary.severity), severity < minimumSeverity { return false }
    if !accounts.isEmpty, !accounts.contains(summary.account) { return false }
    if excludedRules.contains(where: { Self.names($0, summary) }) { return false }
    return rules.isEmpty || rules.contains { Self.names($0, summary) }
  }

  private static func names(_ pattern: String, _ summary: AlertSummary) -> Bool {
    matches(pattern, summary.ruleID) || matches(pattern, summary.ruleName)
  }

  /// Whether a text fits a pattern with `*`, whatever the case of letters.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    var rest = Substring(text.lowercased())
    guard let first = parts.first, let last = parts.last, rest.hasPrefix(first) else { return false }
    guard parts.count > 1 else { return rest == first }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.count >= last.count && rest.hasSuffix(last)
  }
}
