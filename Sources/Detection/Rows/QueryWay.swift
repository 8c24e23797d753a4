/// Where a match of a query leads, laid out for the inner loop: copying it takes no reference counting.
struct QueryWay {
  /// How the rows of the query's rule are kept.
  enum Keeping: UInt8 {
    /// The rule looks at one event and keeps nothing.
    case none
    case rows
    case collapsed
    case terms
  }

  /// The rule, by its place in the set.
  let rule: Int32
  /// The query's number among those of its rule.
  let step: Int32
  /// The numbers of the fields of rows that are collapsed or of terms; -1 where there is none.
  let first: Int32
  let second: Int32
  let third: Int32
  let keeping: Keeping
  /// Whether records are none of the query's events.
  let refusesRecords: Bool

  /// The way of a query.
  ///
  /// - Parameters:
  ///   - target: What it belongs to.
  ///   - kind: How the rows of its rule are kept; nil for a rule that looks at one event.
  ///   - refusesRecords: Whether records are none of its events.
  init(_ target: QueryTarget, _ kind: RowKeeper.Kind?, refusesRecords: Bool) {
    rule = Int32(target.rule)
    step = Int32(target.step)
    self.refusesRecords = refusesRecords
    var fields: [Int] = []
    switch kind {
    case nil: keeping = .none
    case .rows: keeping = .rows
    case .collapsed(let first, let second): (keeping, fields) = (.collapsed, [first, second])
    case .terms(let plan): (keeping, fields) = (.terms, plan.fields)
    }
    first = fields.count > 0 ? Int32(fields[0]) : -1
    second = fields.count > 1 ? Int32(fields[1]) : -1
    third = fields.count > 2 ? Int32(fields[2]) : -1
  }
}
