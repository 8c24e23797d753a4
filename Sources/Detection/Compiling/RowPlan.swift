/// What the detector does for a rule that keeps rows.
struct RowPlan: Sendable {
  let rule: any RowRule
  /// The numbers of the rule's fields in the catalog.
  let fields: [Int]
  /// The numbers of the rule's further conditions in the program.
  let conditions: [Int]
  /// The field by which runs choose events; nil for `@timestamp`.
  let timeField: Int?
  /// Whether events with the same values in the same period are one row.
  let collapses: Bool
}
