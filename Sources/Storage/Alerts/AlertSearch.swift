public import Events
public import Query

/// Which alerts are read, and in which order.
public struct AlertSearch: Sendable {
  /// What alerts can be ordered by. Alerts that are equal in it are ordered by the order in which they were stored.
  public enum Sort: String, Sendable, Hashable, CaseIterable {
    case created = "@timestamp"
    case originalTime = "kibana.alert.original_time"
    case severity = "kibana.alert.severity"
    case risk = "kibana.alert.risk_score"
    case ruleName = "kibana.alert.rule.name"
    case status = "kibana.alert.workflow_status"
    case principal = "user.name"
    case account = "cloud.account.id"
  }

  /// What the shown documents must match.
  public var condition: Expression
  /// The states; nil means all.
  public var statuses: Set<AlertStatus>?
  /// Whether building blocks are shown.
  public var includesBuildingBlocks: Bool
  /// Whether alerts that an exception explains are shown.
  public var includesExpected: Bool
  /// Whether alerts that no exception explains are shown.
  public var includesUnexpected: Bool = true
  /// The time at which alerts were raised, ends included.
  public var created: ClosedRange<Timestamp>?
  /// The incident; nil means any or none.
  public var incident: Int64?
  /// What alerts are ordered by.
  public var sort: Sort
  /// Whether the greatest come first.
  public var isDescending: Bool
  /// How many alerts are passed over.
  public var offset: Int
  /// The most alerts that are handed out.
  public var limit: Int
  /// The types of fields.
  public var types: FieldTypes

  /// A search; without arguments the newest 50 alerts that people see.
  public init(
    condition: Expression = .all, statuses: Set<AlertStatus>? = nil, includesBuildingBlocks: Bool = false,
    includesExpected: Bool = true, created: ClosedRange<Timestamp>? = nil, incident: Int64? = nil,
    sort: Sort = .created, isDescending: Bool = true, offset: Int = 0, limit: Int = 50,
    types: FieldTypes = .standard
  ) {
    self.condition = condition
    self.statuses = statuses
    self.includesBuildingBlocks = includesBuildingBlocks
    self.includesExpected = includesExpected
    self.created = created
    self.incident = incident
    self.sort = sort
    self.isDescending = isDescending
    self.offset = offset
    self.limit = limit
    self.types = types
  }
}

/// A page of alerts.
public struct AlertPage: Sendable {
  /// How many alerts match altogether.
  public let total: Int
  /// The alerts of the page.
  public let alerts: [StoredAlert]
}
