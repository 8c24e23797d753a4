import Events

extension Program {
  /// The program for events in which some fields always have the same values: tests of these are decided beforehand, and
  /// no value leads to queries that can no longer match.
  ///
  /// - Parameters:
  ///   - values: The values of a field in every event; nil when they differ.
  ///   - isWanted: Whether anything is asked of a query; the others match nothing.
  /// - Returns: A program that finds the same in such events.
  func fixing(_ values: (Int) -> FieldValues?, isWanted: (Int) -> Bool) -> Program {
    var steps = steps
    /// For each step the first one that is still needed, or the target that it always leads to.
    var resolved: [Int32] = []
    func resolve(_ target: Int32) -> Int32 { target < 0 ? target : resolved[Int(target)] }
    // A step leads to steps in front of it only.
    for (place, step) in steps.enumerated() {
      let (onTrue, onFalse) = (resolve(step.onTrue), resolve(step.onFalse))
      steps[place].onTrue = onTrue
      steps[place].onFalse = onFalse
      if onTrue == onFalse {
        resolved.append(onTrue)
      } else if let passes = predicates[Int(step.predicate)].outcome(values) {
        resolved.append(passes ? onTrue : onFalse)
      } else {
        resolved.append(Int32(place))
      }
    }
    let starts = starts.enumerated().map { query, start in isWanted(query) ? resolve(start) : Self.reject }
    let canMatch = { (query: Int) in starts[query] != Self.reject }
    var always = always
    var indexes: [Index] = []
    for index in self.indexes {
      if let values = values(index.field) {
        always += Set(values.compactMap { index.table.find($0.bytes) }).flatMap { index.queries[$0] }
        continue
      }
      let queries = index.queries.map { $0.filter(canMatch) }
      guard queries.contains(where: { !$0.isEmpty }) else { continue }
      indexes.append(Index(field: index.field, table: index.table, queries: queries))
    }
    return Program(
      catalog: catalog, queryCount: queryCount, predicates: predicates, steps: steps, starts: starts,
      indexes: indexes, always: Set(always).filter(canMatch).sorted(), nested: nested, anyField: anyField,
      computed: computed)
  }
}

extension Predicate {
  /// Whether the test passes in every event; nil when that is not known.
  fileprivate func outcome(_ values: (Int) -> FieldValues?) -> Bool? {
    field >= 0 ? values(field).map { passes($0) } : nil
  }
}
