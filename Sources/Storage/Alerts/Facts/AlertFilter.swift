import Events

/// What a search asks of alerts beside its condition on their documents.
struct AlertFilter: Hashable {
  let statuses: Set<AlertStatus>?
  let includesBuildingBlocks: Bool
  let includesExpected: Bool
  let includesUnexpected: Bool
  let created: ClosedRange<Timestamp>?
  let incident: Int64?

  init(_ search: AlertSearch) {
    statuses = search.statuses
    includesBuildingBlocks = search.includesBuildingBlocks
    includesExpected = search.includesExpected
    includesUnexpected = search.includesUnexpected
    created = search.created
    incident = search.incident
  }

  /// Whether alerts with some marks pass.
  func accepts(_ marks: AlertFacts.Marks) -> Bool {
    if let statuses, !statuses.contains(marks.status) { return false }
    return (includesBuildingBlocks || !marks.isBuildingBlock)
      && (marks.isExpected ? includesExpected : includesUnexpected)
  }
}
