/// STATS and INLINE STATS: groups of rows and what is calculated of each.
struct ESQLStats: Sendable {
  struct Aggregate: Sendable {
    let function: ESQLAggregateFunction
    let arguments: [ESQLEvaluation]
    /// The slot of the only argument when that is a column.
    let column: Int?
    /// The place of the condition among `filters`; nil for none.
    let filter: Int?
    let slot: Int

    /// Whether it warns of nothing but of too many values, so that it need not be calculated unless somebody sees it.
    fileprivate var isQuiet: Bool {
      switch function {
      case .count where arguments.isEmpty: true
      case .count, .countDistinct, .values, .min, .max: column != nil
      default: false
      }
    }
  }

  /// A column that is calculated of the aggregates.
  struct Result: Sendable {
    let slot: Int
    let value: ESQLEvaluation
    /// The slot of the aggregate that it is, when it is nothing else.
    let aggregate: Int?
  }

  /// A condition on the groups: the WHERE that follows.
  struct Having: Sendable {
    let condition: ESQLEvaluation
    /// The places of the aggregates that are calculated only for groups that fulfil the condition.
    let waiting: [Int]
  }

  /// So many groups one run may have; rows of further groups are not counted, with a warning.
  static let maximumGroups = 500_000

  let groups: [(value: ESQLEvaluation, slot: Int)]
  let aggregates: [Aggregate]
  /// The different conditions of aggregates, in the order in which aggregates name them.
  let filters: [ESQLEvaluation]
  let results: [Result]
  let isInline: Bool
  private(set) var having: Having?

  init(
    groups: [(value: ESQLEvaluation, slot: Int)], aggregates: [Aggregate], filters: [ESQLEvaluation],
    results: [Result], isInline: Bool
  ) {
    self.groups = groups
    self.aggregates = aggregates
    self.filters = filters
    self.results = results
    self.isInline = isInline
  }

  /// The same groups, of which only those remain that fulfil a condition. Aggregates that the condition does not ask for wait
  /// until it is fulfilled.
  ///
  /// - Parameters:
  ///   - condition: The condition.
  ///   - slots: The slots that it reads.
  /// - Returns: The groups.
  func having(_ condition: @escaping ESQLEvaluation, slots: Set<Int>) -> ESQLStats {
    // A result that is more than one aggregate is calculated with those that are asked for.
    let shown = results.filter { !slots.contains($0.slot) }.compactMap(\.aggregate)
    let waiting = aggregates.indices.filter { place in
      aggregates[place].isQuiet && shown.contains(aggregates[place].slot)
    }
    var stats = self
    stats.having = Having(condition: condition, waiting: waiting)
    return stats
  }

  func run(_ rows: [ESQLRow], slotCount: Int, _ context: ESQLContext) -> [ESQLRow] {
    var run = ESQLStatsRun(self, rows, context)
    run.addRows()
    return isInline ? run.joinedRows() : run.groupRows(slotCount: slotCount)
  }

  /// Puts the group of a row that belongs to one into `key`; false when a value is a list, so that it may belong to several.
  func fillSingleKey(_ key: inout [Value], _ row: ESQLRow, _ context: ESQLContext) -> Bool {
    key.removeAll(keepingCapacity: true)
    for group in groups {
      let value = group.value(row.values, context)
      if case .list = value { return false }
      key.append(value)
    }
    return true
  }

  /// The groups that a row belongs to: one for each choice of values.
  func keys(_ row: ESQLRow, _ context: ESQLContext) -> [[Value]] {
    var keys: [[Value]] = [[]]
    for group in groups {
      let value = group.value(row.values, context)
      let choices = value.isNull ? [.null] : ESQLFunctions.distinct(value.all)
      keys = keys.flatMap { key in choices.map { key + [$0] } }
      if keys.count > 10_000 { keys.removeSubrange(10_000...) }
    }
    return keys
  }
}
