/// How grave an alert is, by Kibana's names. The numbers are stored and ordered by.
public enum AlertSeverity: Int, Sendable, Hashable, CaseIterable, Comparable {
  case low = 1
  case medium = 2
  case high = 3
  case critical = 4

  /// The name in documents.
  public var name: String { "\(self)" }

  /// The severity with a name; nil when there is none.
  public init?(name: String) {
    guard let severity = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = severity
  }

  /// Orders by gravity.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How far the work on an alert is, by Kibana's names. The numbers are stored.
public enum AlertStatus: Int, Sendable, Hashable, CaseIterable {
  case open = 0
  case acknowledged = 1
  case closed = 2

  /// The name in documents.
  public var name: String { "\(self)" }

  /// The status with a name; nil when there is none.
  public init?(name: String) {
    guard let status = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = status
  }
}

/// Why an alert is closed: Kibana's reasons, and one for changes that were planned.
public enum CloseReason: String, Sendable, Hashable, CaseIterable {
  case falsePositive = "false_positive"
  case duplicate
  case truePositive = "true_positive"
  case benignPositive = "benign_positive"
  case automatedClosure = "automated_closure"
  case other
  case expectedChange = "expected_change"
}
