typealias ESQLEvaluation = @Sendable ([Value], ESQLContext) -> Value

/// One step of a plan.
enum ESQLStep: Sendable {
  case filter(ESQLEvaluation)
  case assign([(slot: Int, value: ESQLEvaluation)])
  case grok(source: Int, patterns: [Grok], slots: [[Int]], all: [Int])
  case dissect(source: Int, Dissect, slots: [Int])
  case expand(source: Int, slot: Int)
  case sort([(value: ESQLEvaluation, isAscending: Bool, nullsFirst: Bool)])
  case limit(Int)
  case stats(ESQLStats)
  case lookup(ESQLLookup)

  /// Whether the step makes at most one row of each row, whatever the others are.
  var isRowByRow: Bool {
    switch self {
    case .filter, .assign, .grok, .dissect: true
    case .expand, .sort, .limit, .stats, .lookup: false
    }
  }
}

/// Values from a table for the rows that have the same keys.
struct ESQLLookup: Sendable {
  /// The places of the keys in the rows.
  let keys: [Int]
  /// The rows of the table by the printed values of their keys.
  let rows: [[String]: [[Value]]]
  /// Where the values of the table go.
  let slots: [Int]
  /// Whether several rows of the table become values of one row (ENRICH) or several rows (LOOKUP JOIN).
  let merges: Bool
}
