import Query

/// What columns tell of an expression: rows outside `over` cannot match, rows in `under` do match.
struct Approximation {
  let over: Clause
  let under: Clause
  /// Whether both are the same, so that columns alone decide.
  let isExact: Bool

  init(over: Clause, under: Clause) {
    self.over = over
    self.under = under
    isExact = over == under
  }

  /// Columns tell nothing.
  static let nothing = Approximation(over: .all, under: .none)

  /// The approximation of an expression.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - leaf: The approximation of a test on one field.
  /// - Returns: The approximation.
  static func of(
    _ expression: Expression, leaf: (String, Test) throws -> Approximation
  ) rethrows -> Approximation {
    switch expression {
    case .all: return Approximation(over: .all, under: .all)
    case .none: return Approximation(over: .none, under: .none)
    case .not(let part):
      let inner = try of(part, leaf: leaf)
      return Approximation(over: inner.under.negated, under: inner.over.negated)
    case .and(let parts):
      let inner = try parts.map { try of($0, leaf: leaf) }
      return Approximation(
        over: Clause.and(inner.map(\.over)) ?? .all, under: Clause.and(inner.map(\.under)) ?? .none)
    case .or(let parts):
      let inner = try parts.map { try of($0, leaf: leaf) }
      return Approximation(
        over: Clause.or(inner.map(\.over)) ?? .all, under: Clause.or(inner.map(\.under)) ?? .none)
    case .test(let field, let test): return try leaf(field, test)
    case .anyField, .nested, .computed: return .nothing
    }
  }
}
