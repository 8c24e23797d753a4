/// One run of STATS: the groups so far, and what is known of each.
struct ESQLStatsRun {
  private let stats: ESQLStats
  private let rows: [ESQLRow]
  private let context: ESQLContext
  /// The places of the aggregates that are calculated row by row, and of those that wait for the condition on the groups.
  private let eager: [Int]
  private let waiting: [Int]
  /// The places of the aggregates that something is to be done for in each row: the eager ones, and those with a condition.
  private let visited: [Int]
  /// For each aggregate its place among the eager ones; -1 for the others.
  private let eagerPlaces: [Int]
  /// The results that do not wait.
  private let results: [ESQLStats.Result]

  private var groups: ESQLGroups
  /// What the eager aggregates know, group by group.
  private var accumulators: [ESQLAccumulator] = []
  private let empty: [ESQLAccumulator]
  /// Whether each of the conditions of aggregates holds, member by member.
  private var truths: [Bool] = []

  init(_ stats: ESQLStats, _ rows: [ESQLRow], _ context: ESQLContext) {
    self.stats = stats
    self.rows = rows
    self.context = context
    let places = Array(stats.aggregates.indices)
    let waiting = Self.waiting(stats, rows)
    let eager = places.filter { !waiting.contains($0) }
    self.waiting = waiting
    self.eager = eager
    visited = places.filter { stats.aggregates[$0].filter != nil || !waiting.contains($0) }
    eagerPlaces = places.map { eager.firstIndex(of: $0) ?? -1 }
    let late = Set(waiting.map { stats.aggregates[$0].slot })
    results = stats.results.filter { result in !(result.aggregate.map(late.contains) ?? false) }
    empty = eager.map { ESQLAccumulator(stats.aggregates[$0].function) }
    groups = ESQLGroups(width: stats.groups.count)
  }

  /// The aggregates that can wait: none where one might meet so many values that it warns.
  private static func waiting(_ stats: ESQLStats, _ rows: [ESQLRow]) -> [Int] {
    let waiting = stats.having?.waiting ?? []
    for column in Set(waiting.compactMap { stats.aggregates[$0].column }) {
      var count = rows.count
      for row in rows { if case .list(let values) = row.values[column] { count += values.count - 1 } }
      guard count <= ESQLAccumulator.maximumValues else { return [] }
    }
    return waiting
  }

  // MARK: Rows

  /// Takes all rows in.
  mutating func addRows() {
    // Without BY there is one group, also of no rows.
    if stats.groups.isEmpty { _ = group(of: []) }
    var key: [Value] = []
    for (number, row) in rows.enumerated() {
      if stats.fillSingleKey(&key, row, context) {
        add(number, row, key)
      } else {
        for key in stats.keys(row, context) { add(number, row, key) }
      }
    }
  }

  private mutating func group(of key: [Value]) -> Int? {
    let count = groups.count
    let group = groups.group(of: key, atMost: ESQLStats.maximumGroups)
    if groups.count > count { accumulators.append(contentsOf: empty) }
    return group
  }

  private mutating func add(_ number: Int, _ row: ESQLRow, _ key: [Value]) {
    guard let group = group(of: key) else {
      context.warn("more than \(ESQLStats.maximumGroups) groups: further groups were not counted")
      return
    }
    groups.add(row: number, to: group)
    let ownTruths = truths.count
    for place in visited {
      let aggregate = stats.aggregates[place]
      if let filter = aggregate.filter {
        // Filters are numbered in this order, so that those before are known.
        if truths.count == ownTruths + filter {
          truths.append(stats.filters[filter](row.values, context).isTrue)
        }
        guard truths[ownTruths + filter] else { continue }
      }
      guard eagerPlaces[place] >= 0 else { continue }
      accumulators[group * eager.count + eagerPlaces[place]].add(aggregate, row, context)
    }
  }

  // MARK: Results

  /// Every row with the values of its group.
  func joinedRows() -> [ESQLRow] {
    var key: [Value] = []
    return rows.map { row in
      let isSingle = stats.fillSingleKey(&key, row, context)
      guard let own = isSingle ? key : stats.keys(row, context).first, let group = groups.find(own) else {
        return row
      }
      var row = row
      fill(&row.values, group)
      return row
    }
  }

  /// A row for each group that fulfils the condition on groups.
  func groupRows(slotCount: Int) -> [ESQLRow] {
    var values = Array(repeating: Value.null, count: slotCount)
    guard let having = stats.having else {
      return (0..<groups.count).map { group in
        fill(&values, group)
        return ESQLRow(values: values, origins: origins(group))
      }
    }
    // All groups are calculated before the condition is asked of the first, so that warnings keep their order.
    let slots = eager.map { stats.aggregates[$0].slot } + results.map(\.slot)
    var calculated: [Value] = []
    calculated.reserveCapacity(groups.count * slots.count)
    for group in 0..<groups.count {
      fill(&values, group)
      for slot in slots { calculated.append(values[slot]) }
    }
    var result: [ESQLRow] = []
    for group in 0..<groups.count {
      for (column, value) in zip(stats.groups, groups.key(group)) { values[column.slot] = value }
      for (place, slot) in slots.enumerated() { values[slot] = calculated[group * slots.count + place] }
      guard having.condition(values, context).isTrue else { continue }
      var own = values
      fillWaiting(&own, group)
      result.append(ESQLRow(values: own, origins: origins(group)))
    }
    return result
  }

  private func fill(_ values: inout [Value], _ group: Int) {
    for (column, value) in zip(stats.groups, groups.key(group)) { values[column.slot] = value }
    for (number, place) in eager.enumerated() {
      values[stats.aggregates[place].slot] = accumulators[group * eager.count + number].result(context)
    }
    for result in results { values[result.slot] = result.value(values, context) }
  }

  private func fillWaiting(_ values: inout [Value], _ group: Int) {
    for place in waiting {
      let aggregate = stats.aggregates[place]
      var accumulator = ESQLAccumulator(aggregate.function)
      groups.forEachMember(of: group) { member, row in
        if let filter = aggregate.filter, !truths[member * stats.filters.count + filter] { return }
        accumulator.add(aggregate, rows[row], context)
      }
      values[aggregate.slot] = accumulator.result(context)
    }
    for result in stats.results {
      if let aggregate = result.aggregate { values[result.slot] = values[aggregate] }
    }
  }

  /// The events of a group; when there are more than a row may name, the last one stays the newest.
  private func origins(_ group: Int) -> [Int] {
    var origins: [Int] = []
    groups.forEachMember(of: group) { _, row in
      for origin in rows[row].origins {
        if origins.count < ESQLRow.maximumOrigins {
          origins.append(origin)
        } else {
          origins[ESQLRow.maximumOrigins - 1] = origin
        }
      }
    }
    return origins
  }
}
