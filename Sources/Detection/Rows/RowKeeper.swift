/// How the detector keeps the rows of one rule.
final class RowKeeper: Sendable {
  /// What becomes of the rows.
  enum Kind: Sendable {
    /// Each is kept.
    case rows
    /// Equal ones of one period are one; the numbers of their fields, of which the second may be missing (-1).
    case collapsed(first: Int, second: Int)
    /// Of equal ones only those that can matter are kept.
    case terms(TermPlan)
  }

  let plan: RowPlan
  let kind: Kind
  /// The fields whose values are kept.
  let fields: [Int]
  /// Whether alerts show the fields of the events.
  let needsDocuments: Bool

  /// How terms are put together; nil for rules that do not look for new values.
  var termPlan: TermPlan? {
    guard case .terms(let plan) = kind else { return nil }
    return plan
  }

  init(_ plan: RowPlan, _ kind: Kind) {
    self.plan = plan
    self.kind = kind
    fields = plan.fields
    needsDocuments = plan.rule.needsDocuments
  }
}
