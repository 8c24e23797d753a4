import OrderedCollections

/// STATS and INLINE STATS: groups of rows and what is calculated of each.
struct ESQLStats: Sendable {
  struct Aggregate: Sendable {
    let function: ESQLAggregateFunction
    let arguments: [ESQLEvaluation]
    let filter: ESQLEvaluation?
    let slot: Int
  }

  /// So many groups one run may have; rows of further groups are not counted, with a warning.
  static let maximumGroups = 500_000

  let groups: [(value: ESQLEvaluation, slot: Int)]
  let aggregates: [Aggregate]
  /// Columns that are calculated of the aggregates.
  let results: [(slot: Int, value: ESQLEvaluation)]
  let isInline: Bool

  private struct Group {
    var accumulators: [ESQLAccumulator]
    var origins: [Int]
  }

  func run(_ rows: [ESQLRow], slotCount: Int, _ context: ESQLContext) -> [ESQLRow] {
    var found: OrderedDictionary<[Value], Group> = [:]
    let empty = aggregates.map { ESQLAccumulator($0.function) }
    // Without BY there is one group, also of no rows.
    if groups.isEmpty { found[[]] = Group(accumulators: empty, origins: []) }
    func add(_ row: ESQLRow, _ key: [Value]) {
      if let place = found.index(forKey: key) {
        self.add(row, to: &found.values[place], context)
      } else if found.count < Self.maximumGroups {
        self.add(row, to: &found[key, default: Group(accumulators: empty, origins: [])], context)
      } else {
        context.warn("more than \(Self.maximumGroups) groups: further groups were not counted")
      }
    }
    for row in rows {
      if let key = singleKey(row, context) {
        add(row, key)
      } else {
        for key in keys(row, context) { add(row, key) }
      }
    }
    return isInline ? joined(rows, found, context) : found.map { row($0.key, $0.value, slotCount, context) }
  }

  /// The group of a row that belongs to one; nil when a value is a list, so that it may belong to several.
  private func singleKey(_ row: ESQLRow, _ context: ESQLContext) -> [Value]? {
    var key: [Value] = []
    key.reserveCapacity(groups.count)
    for group in groups {
      let value = group.value(row.values, context)
      if case .list = value { return nil }
      key.append(value)
    }
    return key
  }

  /// The groups that a row belongs to: one for each choice of values.
  private func keys(_ row: ESQLRow, _ context: ESQLContext) -> [[Value]] {
    var keys: [[Value]] = [[]]
    for group in groups {
      let value = group.value(row.values, context)
      let choices = value.isNull ? [.null] : ESQLFunctions.distinct(value.all)
      keys = keys.flatMap { key in choices.map { key + [$0] } }
      if keys.count > 10_000 { keys.removeSubrange(10_000...) }
    }
    return keys
  }

  private func add(_ row: ESQLRow, to group: inout Group, _ context: ESQLContext) {
    for (place, aggregate) in aggregates.enumerated() {
      if let filter = aggregate.filter, !filter(row.values, context).isTrue { continue }
      if aggregate.arguments.count == 1 {
        group.accumulators[place].add(argument: aggregate.arguments[0](row.values, context), context)
      } else {
        group.accumulators[place].add(aggregate.arguments.map { $0(row.values, context) }, context)
      }
    }
    for origin in row.origins {
      if group.origins.count < ESQLRow.maximumOrigins {
        group.origins.append(origin)
      } else {
        // The last one stays the newest.
        group.origins[ESQLRow.maximumOrigins - 1] = origin
      }
    }
  }

  private func row(_ key: [Value], _ group: Group, _ slotCount: Int, _ context: ESQLContext) -> ESQLRow {
    var values = Array(repeating: Value.null, count: slotCount)
    fill(&values, key, group, context)
    return ESQLRow(values: values, origins: group.origins)
  }

  private func fill(_ values: inout [Value], _ key: [Value], _ group: Group, _ context: ESQLContext) {
    for (column, value) in zip(groups, key) { values[column.slot] = value }
    for (place, aggregate) in aggregates.enumerated() {
      values[aggregate.slot] = group.accumulators[place].result(context)
    }
    for result in results { values[result.slot] = result.value(values, context) }
  }

  /// Every row with the values of its group.
  private func joined(
    _ rows: [ESQLRow], _ found: OrderedDictionary<[Value], Group>, _ context: ESQLContext
  ) -> [ESQLRow] {
    rows.map { row in
      var row = row
      guard let key = singleKey(row, context) ?? keys(row, context).first, let group = found[key] else {
        return row
      }
      fill(&row.values, key, group, context)
      return row
    }
  }
}
