/// What a query of the program belongs to.
struct QueryTarget: Sendable {
  /// The rule, by its place in the set.
  let rule: Int
  /// The query's number among those of its rule.
  let step: Int
}
