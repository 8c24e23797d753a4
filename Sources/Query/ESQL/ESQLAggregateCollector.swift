/// Takes the aggregate functions out of the expressions of STATS.
struct ESQLAggregateCollector {
  private(set) var aggregates: [ESQLStats.Aggregate] = []
  /// The different conditions of aggregates, in the order in which aggregates name them.
  private(set) var filters: [ESQLEvaluation] = []
  private var filterNodes: [ESQLNode] = []

  private typealias Filter = (node: ESQLNode, evaluation: ESQLEvaluation)
  typealias Column = (name: String, slot: Int, type: ESQLType)

  /// The expression with a column in the place of each aggregate function, and these columns.
  mutating func extract(
    _ node: ESQLNode, _ filter: ESQLNode?, _ compiler: inout ESQLCompiler
  ) throws(ESQLCompileError) -> (node: ESQLNode, columns: [Column]) {
    var columns: [Column] = []
    var condition: Filter?
    if let filter { condition = (filter, try compiler.expression(filter).0) }
    let replaced = try replace(node, condition, &columns, &compiler)
    return (replaced, columns)
  }

  /// The place of the condition of an aggregate, which several may share.
  private mutating func place(of filter: Filter) -> Int {
    if let known = filterNodes.firstIndex(of: filter.node) { return known }
    filters.append(filter.evaluation)
    filterNodes.append(filter.node)
    return filters.count - 1
  }

  private mutating func replace(
    _ node: ESQLNode, _ filter: Filter?, _ columns: inout [Column], _ compiler: inout ESQLCompiler
  ) throws(ESQLCompileError) -> ESQLNode {
    guard case .call(let name, let arguments) = node else { return node }
    guard let function = ESQLAggregateFunction(rawValue: name) else {
      var replaced: [ESQLNode] = []
      for argument in arguments { replaced.append(try replace(argument, filter, &columns, &compiler)) }
      return .call(name, replaced)
    }
    let values = arguments == [.star] ? [] : arguments
    guard function.arity.contains(values.count), function == .count || !values.isEmpty else {
      throw ESQLCompileError("\(name) takes other arguments")
    }
    var evaluations: [ESQLEvaluation] = []
    var type = ESQLType.any
    for (place, value) in values.enumerated() {
      let (evaluation, found) = try compiler.expression(value)
      evaluations.append(evaluation)
      if place == 0 { type = found }
    }
    if function.isNumeric, !type.isNumeric, type != .any {
      throw ESQLCompileError("\(name) needs a number, not a \(type.rawValue)")
    }
    let slot = compiler.newSlot()
    var argument: Int?
    if values.count == 1, case .column(let name) = values[0] { argument = try compiler.column(name).slot }
    aggregates.append(
      ESQLStats.Aggregate(
        function: function, arguments: evaluations, column: argument, filter: filter.map { place(of: $0) },
        slot: slot))
    let column = "$aggregate\(slot)"
    columns.append((column, slot, function.result(type)))
    return .column(column)
  }
}
