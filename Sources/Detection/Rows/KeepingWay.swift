/// How the rows of one rule are kept, laid out for the inner loop: copying it takes no reference counting.
struct KeepingWay {
  enum Kind: UInt8 {
    /// The rule looks at one event and keeps nothing.
    case none
    case rows
    case collapsed
    case terms
  }

  let kind: Kind
  /// The numbers of the fields of rows that are collapsed or of terms; -1 where there is none.
  let first: Int32
  let second: Int32
  let third: Int32

  /// The way of a rule; nil for a rule that looks at one event.
  init(_ kind: RowKeeper.Kind?) {
    var fields: [Int] = []
    switch kind {
    case nil: self.kind = .none
    case .rows: self.kind = .rows
    case .collapsed(let first, let second): (self.kind, fields) = (.collapsed, [first, second])
    case .terms(let plan): (self.kind, fields) = (.terms, plan.fields)
    }
    first = fields.count > 0 ? Int32(fields[0]) : -1
    second = fields.count > 1 ? Int32(fields[1]) : -1
    third = fields.count > 2 ? Int32(fields[2]) : -1
  }
}
