/// A query that is ready to run over rows of source values.
public struct ESQLPlan: Sendable {
  /// Where the value of a slot comes from before the query runs.
  public enum Source: Sendable, Hashable {
    /// A field of the event.
    case field(String)
    /// `_id`, `_index`, `_version` or `_source`.
    case metadata(String)
    /// Whether one of `conditions` holds.
    case condition(Int)
  }

  /// A column of the result.
  public struct Column: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The place of its value in a row.
    public let slot: Int
    /// The type, by its name in ES|QL.
    public let type: ESQLType
  }

  /// The index patterns of FROM; empty for ROW.
  public let indices: [String]
  /// The slots that are filled before the query runs.
  public let sources: [(slot: Int, source: Source)]
  /// Conditions in KQL, which are asked of the whole event.
  public let conditions: [Expression]
  /// What an event must fulfil to have any influence on the result, as far as the query's first filters say.
  public let prefilter: Expression
  /// Whether rows of the result stand for groups of events.
  public let isAggregating: Bool
  /// The columns of the result.
  public let columns: [Column]
  /// The columns that tell the groups of the result apart.
  public let groupColumns: [Column]
  /// How many slots a row has.
  public let slotCount: Int

  let open: ESQLSchema.Open?
  let steps: [ESQLStep]
  /// How many steps come first that look at each row by itself, and not at the time of the run.
  let rowSteps: Int

  /// Whether the result shows fields of the event that no column names.
  public var showsSource: Bool { open != nil }

  /// Whether a field of the event that no column names is shown.
  public func shows(_ field: String) -> Bool { open?.allows(field) ?? false }

  /// Runs the query.
  ///
  /// - Parameters:
  ///   - rows: Rows with the values of `sources` in their slots.
  ///   - context: The time, and where warnings go.
  /// - Returns: The rows of the result.
  public func run(_ rows: [ESQLRow], _ context: ESQLContext) -> [ESQLRow] {
    steps.reduce(rows) { rows, step in run(step, rows, context) }
  }

  /// Takes a row through the first steps, those that say the same of it in every run.
  ///
  /// - Parameters:
  ///   - row: A row with the values of `sources` in its slots.
  ///   - context: Where warnings go.
  /// - Returns: The row for `runRest`; nil when it is filtered out.
  public func prepare(_ row: ESQLRow, _ context: ESQLContext) -> ESQLRow? {
    var row = row
    for step in steps[..<rowSteps] {
      guard Self.apply(step, to: &row, context) else { return nil }
    }
    return row
  }

  /// Runs the steps that follow those of `prepare`.
  ///
  /// - Parameters:
  ///   - rows: Rows that `prepare` returned, in the order of the source.
  ///   - context: The time, and where warnings go.
  /// - Returns: The rows of the result.
  public func runRest(_ rows: [ESQLRow], _ context: ESQLContext) -> [ESQLRow] {
    steps[rowSteps...].reduce(rows) { rows, step in run(step, rows, context) }
  }

  private func run(_ step: ESQLStep, _ rows: [ESQLRow], _ context: ESQLContext) -> [ESQLRow] {
    switch step {
    case .filter, .assign, .grok, .dissect:
      return rows.compactMap { row in
        var row = row
        return Self.apply(step, to: &row, context) ? row : nil
      }
    case .limit(let count): return Array(rows.prefix(count))
    case .stats(let stats): return stats.run(rows, slotCount: slotCount, context)
    case .sort(let keys): return sorted(rows, keys, context)
    case .expand(let source, let slot): return rows.flatMap { Self.expanded($0, source, slot) }
    case .lookup(let lookup): return rows.flatMap { Self.joined($0, lookup) }
    }
  }

  /// Carries out a step that looks at one row, if it is such a step; false when it filters the row out.
  private static func apply(_ step: ESQLStep, to row: inout ESQLRow, _ context: ESQLContext) -> Bool {
    switch step {
    case .filter(let condition): return condition(row.values, context).isTrue
    case .assign(let fields):
      for field in fields { row.values[field.slot] = field.value(row.values, context) }
    case .grok(let source, let patterns, let slots, let all):
      match(&row, source, patterns, slots, all, context)
    case .dissect(let source, let dissect, let slots):
      let found = row.values[source].string.flatMap { dissect.values($0) }
      for (place, slot) in slots.enumerated() { row.values[slot] = found?[place] ?? .null }
    case .expand, .sort, .limit, .stats, .lookup: break
    }
    return true
  }

  private static func expanded(_ row: ESQLRow, _ source: Int, _ slot: Int) -> [ESQLRow] {
    let values = row.values[source].all
    return (values.isEmpty ? [.null] : values).map { value in
      var row = row
      row.values[slot] = value
      return row
    }
  }

  /// The first pattern that fits counts; of several values of the field each is tried.
  private static func match(
    _ row: inout ESQLRow, _ source: Int, _ patterns: [Grok], _ slots: [[Int]], _ all: [Int],
    _ context: ESQLContext
  ) {
    for slot in all { row.values[slot] = .null }
    for text in ESQLValues.texts(row.values[source]) {
      for (place, pattern) in patterns.enumerated() {
        guard let values = pattern.values(text, context) else { continue }
        for (slot, value) in zip(slots[place], values) {
          row.values[slot] = Value(several: row.values[slot].all + value.all)
        }
        break
      }
    }
  }

  private func sorted(
    _ rows: [ESQLRow], _ keys: [(value: ESQLEvaluation, isAscending: Bool, nullsFirst: Bool)],
    _ context: ESQLContext
  ) -> [ESQLRow] {
    let values = rows.map { row in keys.map { $0.value(row.values, context) } }
    let order = rows.indices.sorted { left, right in
      for (place, key) in keys.enumerated() {
        let (a, b) = (values[left][place], values[right][place])
        if a.isNull != b.isNull { return a.isNull == key.nullsFirst }
        let comparison = ESQLValues.compare(a, b, ascending: key.isAscending)
        if comparison != 0 { return (comparison < 0) == key.isAscending }
      }
      return left < right
    }
    return order.map { rows[$0] }
  }

  private static func joined(_ row: ESQLRow, _ lookup: ESQLLookup) -> [ESQLRow] {
    let keys = lookup.keys.map { row.values[$0].printed }
    let complete = keys.compactMap(\.self)
    let found = complete.count == keys.count ? lookup.rows[complete] ?? [] : []
    guard !found.isEmpty else {
      var row = row
      for slot in lookup.slots { row.values[slot] = .null }
      return [row]
    }
    guard lookup.merges else {
      return found.map { values in
        var row = row
        for (slot, value) in zip(lookup.slots, values) { row.values[slot] = value }
        return row
      }
    }
    var row = row
    for (place, slot) in lookup.slots.enumerated() {
      row.values[slot] = Value(several: ESQLFunctions.distinct(found.flatMap { $0[place].all }))
    }
    return [row]
  }
}
