public import Events
public import OrderedCollections

/// Gives an ES|QL query its meaning: resolves columns, checks types, and lays out the steps.
///
/// A field that no mapping names has the type of its values; everything else is checked as Elasticsearch checks it.
public struct ESQLCompiler {
  let types: FieldTypes
  let now: Timestamp
  let tables: [String: [JSONObject]]

  var schema = ESQLSchema(open: nil)
  var slotCount = 0
  private var indices: [String] = []
  private var sources: [(slot: Int, source: ESQLPlan.Source)] = []
  private var sourceSlots: [ESQLPlan.Source: Int] = [:]
  private var conditions: [Expression] = []
  private var prefilter: [Expression] = []
  private var steps: [ESQLStep] = []
  private var isAggregating = false
  /// Whether an expression asks for the time of the run.
  var asksForTime = false
  private var groupSlots: Set<Int> = []
  /// Whether rows still stand for single events in the order of the source, so that filters can be asked of the event.
  private var isRowByRow = true

  /// A compiler.
  ///
  /// - Parameters:
  ///   - types: The types of fields.
  ///   - now: The time that date maths in KQL conditions refers to.
  ///   - tables: The tables of ENRICH and LOOKUP JOIN.
  public init(types: FieldTypes = .standard, now: Timestamp, tables: [String: [JSONObject]] = [:]) {
    self.types = types
    self.now = now
    self.tables = tables
  }

  /// The plan of a query.
  ///
  /// - Throws: `ESQLCompileError` with what is wrong.
  public func compile(_ query: ESQLQuery) throws(ESQLCompileError) -> ESQLPlan {
    var compiler = self
    for command in query.commands { try compiler.add(command) }
    return compiler.plan()
  }

  private func plan() -> ESQLPlan {
    let columns = schema.columns.map { ESQLPlan.Column(name: $0.name, slot: $0.slot, type: $0.type) }
    return ESQLPlan(
      indices: indices, sources: sources, conditions: conditions, prefilter: .conjunction(prefilter),
      isAggregating: isAggregating, columns: columns,
      groupColumns: columns.filter { groupSlots.contains($0.slot) }, slotCount: slotCount, open: schema.open,
      steps: steps, rowSteps: asksForTime ? 0 : steps.prefix { $0.isRowByRow }.count)
  }

  // MARK: Columns

  mutating func newSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  private mutating func slot(of source: ESQLPlan.Source) -> Int {
    if let slot = sourceSlots[source] { return slot }
    let slot = newSlot()
    sources.append((slot, source))
    sourceSlots[source] = slot
    return slot
  }

  /// A column by its name. A field of the source becomes a column when it is first named.
  mutating func column(_ name: String) throws(ESQLCompileError) -> ESQLSchema.Column {
    if let column = schema.find(name) { return column }
    guard let open = schema.open, open.allows(name) else {
      let nearest = schema.columns.map(\.name).min { Self.distance($0, name) < Self.distance($1, name) }
      throw ESQLCompileError("unknown column \(name)\(nearest.map { "; did you mean \($0)?" } ?? "")")
    }
    return ESQLSchema.Column(
      name: name, slot: slot(of: .field(name)),
      type: ESQLType(types.isMapped(name) ? types.type(of: name) : nil))
  }

  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Set(left.unicodeScalars), Set(right.unicodeScalars))
    return a.symmetricDifference(b).count + abs(left.count - right.count)
  }

  /// The field that a column still is; nil when it was calculated.
  func field(_ name: String) -> String? {
    guard let column = schema.find(name) else { return schema.open?.allows(name) == true ? name : nil }
    for (source, slot) in sourceSlots where slot == column.slot {
      if case .field(let field) = source { return field }
    }
    return nil
  }

  /// The slot of a condition in KQL.
  mutating func condition(_ expression: Expression) throws(ESQLCompileError) -> Int {
    guard isRowByRow else { throw ESQLCompileError("kql: is only possible in front of STATS and LIMIT") }
    conditions.append(expression)
    return slot(of: .condition(conditions.count - 1))
  }

  // MARK: Commands

  private mutating func add(_ command: ESQLCommand) throws(ESQLCompileError) {
    switch command {
    case .from(let names, let metadata): try from(names, metadata)
    case .row(let fields): try eval(fields)
    case .filter(let node): try filter(node)
    case .eval(let fields): try eval(fields)
    case .keep(let patterns): try keep(patterns)
    case .drop(let patterns): try drop(patterns)
    case .rename(let renames): try rename(renames)
    case .stats(let aggregates, let groups, let isInline): try stats(aggregates, groups, isInline)
    case .sort(let orders): try sort(orders)
    case .limit(let count):
      steps.append(.limit(count))
      isRowByRow = false
    case .expand(let name): try expand(name)
    case .grok(let name, let patterns): try grok(name, patterns)
    case .dissect(let name, let pattern, let separator): try dissect(name, pattern, separator)
    case .enrich(let policy, let name, let with): try enrich(policy, name, with)
    case .lookupJoin(let table, let names): try lookupJoin(table, names)
    case .unsupported(let name): throw ESQLCompileError("command \(name)", isUnsupported: true)
    }
  }

  private static let metadata: Set<String> = ["_id", "_index", "_version", "_source", "_ignored", "_score"]

  private mutating func from(_ names: [String], _ metadata: [String]) throws(ESQLCompileError) {
    indices = names
    schema.open = ESQLSchema.Open()
    for name in metadata {
      guard Self.metadata.contains(name) else { throw ESQLCompileError("unknown metadata field \(name)") }
      let type: ESQLType = name == "_version" ? .long : name == "_score" ? .double : .keyword
      schema.define(name, slot: slot(of: .metadata(name)), type: type)
    }
  }

  private mutating func filter(_ node: ESQLNode) throws(ESQLCompileError) {
    let (evaluation, type) = try expression(node)
    guard type == .boolean || type == .any else {
      throw ESQLCompileError("WHERE needs a condition, not a \(type.rawValue)")
    }
    if isRowByRow { prefilter.append(ESQLPrefilter(compiler: self).possible(node).isTrue) }
    if case .stats(let stats)? = steps.last, !stats.isInline, stats.having == nil {
      let slots = Set(node.columns.compactMap { schema.find($0)?.slot })
      steps[steps.count - 1] = .stats(stats.having(evaluation, slots: slots))
      return
    }
    steps.append(.filter(evaluation))
  }

  private mutating func eval(_ fields: [ESQLField]) throws(ESQLCompileError) {
    for field in fields {
      let (evaluation, type) = try expression(field.node)
      let slot = newSlot()
      steps.append(.assign([(slot, evaluation)]))
      schema.define(field.name, slot: slot, type: type)
    }
  }

  private mutating func keep(_ patterns: [String]) throws(ESQLCompileError) {
    var kept: [ESQLSchema.Column] = []
    var wildcards: [Wildcard] = []
    for pattern in patterns {
      guard pattern.contains("*") else {
        kept.append(try column(pattern))
        continue
      }
      let wildcard = Self.wildcard(pattern)
      wildcards.append(wildcard)
      kept += schema.columns.filter { wildcard.matches($0.name, ignoresCase: false) }
    }
    var next = ESQLSchema(open: nil)
    if var open = schema.open, !wildcards.isEmpty {
      open.kept.append(wildcards)
      next.open = open
    }
    for column in kept where next.find(column.name) == nil {
      next.define(column.name, slot: column.slot, type: column.type)
    }
    schema = next
  }

  private static func wildcard(_ pattern: String) -> Wildcard {
    Wildcard(pattern.unicodeScalars.map { $0 == "*" ? .any : .literal(Array(String($0).utf8)) })
  }

  private mutating func drop(_ patterns: [String]) throws(ESQLCompileError) {
    for pattern in patterns {
      if !pattern.contains("*") { _ = try column(pattern) }
      let wildcard = Self.wildcard(pattern)
      schema.remove { wildcard.matches($0.name, ignoresCase: false) }
      schema.open?.dropped.append(wildcard)
    }
  }

  private mutating func rename(_ renames: [(old: String, new: String)]) throws(ESQLCompileError) {
    for (old, new) in renames {
      let column = try column(old)
      if schema.find(old) == nil { schema.define(old, slot: column.slot, type: column.type) }
      schema.rename(old, to: new)
      schema.open?.dropped.append(Self.wildcard(old))
    }
  }

  private mutating func sort(_ orders: [ESQLOrder]) throws(ESQLCompileError) {
    var keys: [(value: ESQLEvaluation, isAscending: Bool, nullsFirst: Bool)] = []
    for order in orders { keys.append((try expression(order.node).0, order.isAscending, order.nullsFirst)) }
    steps.append(.sort(keys))
  }

  private mutating func expand(_ name: String) throws(ESQLCompileError) {
    let column = try column(name)
    let slot = newSlot()
    steps.append(.expand(source: column.slot, slot: slot))
    schema.replace(name, slot: slot, type: column.type)
  }

  private mutating func grok(_ name: String, _ texts: [String]) throws(ESQLCompileError) {
    let source = try textColumn(name, "GROK")
    var patterns: [Grok] = []
    for text in texts { patterns.append(try Grok(text)) }
    var slots: [String: Int] = [:]
    var all: [Int] = []
    for column in patterns.flatMap(\.columns) where slots[column.name] == nil {
      let slot = newSlot()
      slots[column.name] = slot
      all.append(slot)
      schema.define(column.name, slot: slot, type: column.type)
    }
    steps.append(
      .grok(
        source: source, patterns: patterns, slots: patterns.map { $0.columns.compactMap { slots[$0.name] } },
        all: all))
  }

  private mutating func dissect(_ name: String, _ pattern: String, _ separator: String)
    throws(ESQLCompileError)
  {
    let source = try textColumn(name, "DISSECT")
    let dissect = try Dissect(pattern, separator: separator)
    var slots: [Int] = []
    for column in dissect.columns {
      let slot = newSlot()
      slots.append(slot)
      schema.define(column, slot: slot, type: .keyword)
    }
    steps.append(.dissect(source: source, dissect, slots: slots))
  }

  private mutating func textColumn(_ name: String, _ command: String) throws(ESQLCompileError) -> Int {
    let column = try column(name)
    guard column.type == .keyword || column.type == .any else {
      throw ESQLCompileError("\(command) needs a text; \(name) is of type \(column.type.rawValue)")
    }
    return column.slot
  }

  // MARK: Tables

  private func table(_ name: String) throws(ESQLCompileError) -> [JSONObject] {
    guard let rows = tables[name] else {
      throw ESQLCompileError("no table \(name) is given", isUnsupported: true)
    }
    return rows
  }

  private static func columnNames(_ rows: [JSONObject]) -> OrderedSet<String> {
    var names: OrderedSet<String> = []
    for row in rows.prefix(10_000) { for key in row.keys { names.append(key) } }
    return names
  }

  private mutating func enrich(
    _ policy: String, _ name: String?, _ with: [(new: String, field: String)]
  ) throws(ESQLCompileError) {
    let rows = try table(policy)
    let names = Self.columnNames(rows)
    // The rows are found by the column of the same name, or else by the first one.
    guard let match = name.flatMap({ names.contains($0) ? $0 : nil }) ?? names.first else { return }
    let key = try column(name ?? match).slot
    let wanted =
      with.isEmpty ? names.filter { $0 != match }.map { ($0, $0) } : with.map { ($0.new, $0.field) }
    for (_, field) in wanted where !names.contains(field) {
      throw ESQLCompileError("table \(policy) has no column \(field)")
    }
    lookUp(rows, keys: [(match, key)], wanted, merges: true)
  }

  private mutating func lookupJoin(_ name: String, _ on: [String]) throws(ESQLCompileError) {
    let rows = try table(name)
    let names = Self.columnNames(rows)
    var keys: [(String, Int)] = []
    for key in on {
      guard names.contains(key) || rows.isEmpty else {
        throw ESQLCompileError("table \(name) has no column \(key)")
      }
      keys.append((key, try column(key).slot))
    }
    lookUp(rows, keys: keys, names.filter { !on.contains($0) }.map { ($0, $0) }, merges: false)
    isRowByRow = false
  }

  private mutating func lookUp(
    _ rows: [JSONObject], keys: [(name: String, slot: Int)], _ wanted: [(new: String, field: String)],
    merges: Bool
  ) {
    var found: [[String]: [[Value]]] = [:]
    for row in rows {
      let texts = keys.compactMap { key in row[key.name].flatMap { Value(scalar: $0).printed } }
      guard texts.count == keys.count else { continue }
      found[texts, default: []].append(
        wanted.map { column in
          guard let value = row[column.field] else { return .null }
          return Value(several: (value.array ?? [value]).map { Value(scalar: $0) }.filter { !$0.isNull })
        })
    }
    var slots: [Int] = []
    for (new, _) in wanted {
      let slot = newSlot()
      slots.append(slot)
      schema.define(new, slot: slot, type: .any)
    }
    steps.append(.lookup(ESQLLookup(keys: keys.map(\.slot), rows: found, slots: slots, merges: merges)))
  }

  // MARK: Groups

  private mutating func stats(
    _ aggregates: [ESQLAggregate], _ groups: [ESQLField], _ isInline: Bool
  ) throws(ESQLCompileError) {
    var keys: [(value: ESQLEvaluation, slot: Int)] = []
    var groupColumns: [(name: String, slot: Int, type: ESQLType)] = []
    var scope = schema
    for group in groups {
      let (evaluation, type) = try expression(group.node)
      let slot = newSlot()
      keys.append((evaluation, slot))
      groupColumns.append((group.name, slot, type))
      scope.define(group.name, slot: slot, type: type)
    }
    var collector = ESQLAggregateCollector()
    var results: [ESQLStats.Result] = []
    var resultColumns: [(name: String, slot: Int, type: ESQLType)] = []
    for aggregate in aggregates {
      let (node, found) = try collector.extract(aggregate.field.node, aggregate.filter, &self)
      // Around the aggregates only these and the groups can be named.
      let outer = schema
      schema = ESQLSchema(open: nil)
      for group in groupColumns { schema.define(group.name, slot: group.slot, type: group.type) }
      for column in found { schema.define(column.name, slot: column.slot, type: column.type) }
      let (evaluation, type) = try expression(node)
      schema = outer
      let slot = newSlot()
      var only: Int?
      if case .column(let name) = node { only = found.first { $0.name == name }?.slot }
      results.append(ESQLStats.Result(slot: slot, value: evaluation, aggregate: only))
      resultColumns.append((aggregate.field.name, slot, type))
    }
    steps.append(
      .stats(
        ESQLStats(
          groups: keys, aggregates: collector.aggregates, filters: collector.filters, results: results,
          isInline: isInline)))
    if !isInline {
      schema = ESQLSchema(open: nil)
      isAggregating = true
      groupSlots = Set(groupColumns.map(\.slot))
    }
    for column in resultColumns { schema.define(column.name, slot: column.slot, type: column.type) }
    for column in groupColumns
    where !isInline || schema.find(column.name) == nil && schema.open?.allows(column.name) != true {
      schema.define(column.name, slot: column.slot, type: column.type)
    }
    isRowByRow = false
  }
}
