import Storage

/// A column of the table of alerts.
enum AlertColumn: String, CaseIterable {
  case time
  case rule
  case severity
  case risk
  case reason
  case principal
  case account
  case region
  case address
  case action
  case status
  case assignees
  case tags
  case event

  /// The heading.
  var title: String {
    switch self {
    case .time: "Raised (UTC)"
    case .event: "Happened (UTC)"
    case .reason: "What"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }

  /// What ordering by the column orders by; nil when alerts cannot be ordered by it.
  var sort: AlertSearch.Sort? {
    switch self {
    case .time: .created
    case .rule: .ruleName
    case .severity: .severity
    case .risk: .risk
    case .principal: .principal
    case .account: .account
    case .status: .status
    case .event: .originalTime
    case .reason, .region, .address, .action, .assignees, .tags: nil
    }
  }

  /// The columns that are shown at first.
  static let usual: [AlertColumn] = [
    .time, .severity, .rule, .risk, .reason, .principal, .account, .region, .assignees,
  ]
}

/// What alerts can be grouped by.
enum AlertGrouping: String, CaseIterable {
  case rule
  case severity
  case principal
  case account
  case region
  case address
  case action

  /// The field of alert documents.
  var field: String {
    switch self {
    case .rule: "kibana.alert.rule.name"
    case .severity: "kibana.alert.severity"
    case .principal: "user.name"
    case .account: "cloud.account.id"
    case .region: "cloud.region"
    case .address: "source.ip"
    case .action: "event.action"
    }
  }

  /// The name.
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
