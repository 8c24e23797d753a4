/// Takes the aggregate functions out of the expressions of STATS.
struct ESQLAggregateCollector {
  private(set) var aggregates: [ESQLStats.Aggregate] = []

  typealias Column = (name: String, slot: Int, type: ESQLType)

  /// The expression with a column in the place of each aggregate function, and these columns.
  mutating func extract(
    _ node: ESQLNode, _ filter: ESQLNode?, _ compiler: inout ESQLCompiler
  ) throws(ESQLCompileError) -> (node: ESQLNode, columns: [Column]) {
    var columns: [Column] = []
    var condition: ESQLEvaluation?
    if let filter { condition = try compiler.expression(filter).0 }
    let replaced = try replace(node, condition, &columns, &compiler)
    return (replaced, columns)
  }

  private mutating func replace(
    _ node: ESQLNode, _ filter: ESQLEvaluation?, _ columns: inout [Column], _ compiler: inout ESQLCompiler
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
    aggregates.append(
      ESQLStats.Aggregate(function: function, arguments: evaluations, filter: filter, slot: slot))
    let column = "$aggregate\(slot)"
    columns.append((column, slot, function.result(type)))
    return .column(column)
  }
}
