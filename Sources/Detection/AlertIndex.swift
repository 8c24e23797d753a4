/// The index that alerts are found in by rules that look at alerts.
enum AlertIndex {
  /// What the names of such indices begin with.
  static let prefix = ".alerts-security.alerts-"
  /// The index of alerts of the default space.
  static let name = ".alerts-security.alerts-default"

  /// Whether index patterns name alerts only.
  static func isReadOnly(_ patterns: [String]?) -> Bool {
    guard let patterns, !patterns.isEmpty else { return false }
    return patterns.allSatisfy { $0.hasPrefix(prefix) }
  }
}
