import Events

extension ESQLCompiler {
  /// The evaluation and the type of an expression.
  mutating func expression(_ node: ESQLNode) throws(ESQLCompileError) -> (ESQLEvaluation, ESQLType) {
    switch node {
    case .literal(let value): return ({ _, _ in value }, ESQLType(value))
    case .column(let name):
      let column = try column(name)
      let slot = column.slot
      return ({ row, _ in row[slot] }, column.type)
    case .star: throw ESQLCompileError("* stands only in COUNT(*)")
    case .call("and", let parts): return (try connective(parts, decisive: false), .boolean)
    case .call("or", let parts): return (try connective(parts, decisive: true), .boolean)
    case .call("case", let arguments): return try conditional(arguments)
    case .call("kql", let arguments): return try kql(arguments)
    case .call("options", let arguments):
      let values = arguments.map { argument -> Value in
        if case .literal(let value) = argument { value } else { .null }
      }
      return ({ _, _ in .list(values) }, .any)
    case .call("like", let arguments) where arguments.count > 1: return try like(arguments)
    case .call("rlike", let arguments) where arguments.count > 1: return try rlike(arguments)
    case .call(let name, let arguments):
      if name == "now" { asksForTime = true }
      return try call(name, arguments)
    }
  }

  private mutating func condition(_ node: ESQLNode) throws(ESQLCompileError) -> ESQLEvaluation {
    let (evaluation, type) = try expression(node)
    guard type == .boolean || type == .any else {
      throw ESQLCompileError("a condition must be a boolean, not a \(type.rawValue)")
    }
    return evaluation
  }

  /// AND and OR with three values: one decisive part decides, otherwise null spreads.
  private mutating func connective(_ parts: [ESQLNode], decisive: Bool) throws(ESQLCompileError)
    -> ESQLEvaluation
  {
    var evaluations: [ESQLEvaluation] = []
    for part in parts { evaluations.append(try condition(part)) }
    let all = evaluations
    return { row, context in
      var isKnown = true
      for evaluation in all {
        guard let truth = evaluation(row, context).truth else {
          isKnown = false
          continue
        }
        if truth == decisive { return .boolean(decisive) }
      }
      return isKnown ? .boolean(!decisive) : .null
    }
  }

  private mutating func conditional(_ arguments: [ESQLNode]) throws(ESQLCompileError) -> (
    ESQLEvaluation, ESQLType
  ) {
    guard arguments.count >= 2 else { throw ESQLCompileError("case takes at least a condition and a value") }
    var cases: [(condition: ESQLEvaluation, value: ESQLEvaluation)] = []
    var type = ESQLType.any
    func merged(_ other: ESQLType) throws(ESQLCompileError) -> ESQLType {
      if type == .any || type == other { return other }
      if other == .any { return type }
      if type.isNumeric, other.isNumeric { return .double }
      throw ESQLCompileError(
        "the values of case have different types: \(type.rawValue) and \(other.rawValue)")
    }
    var index = 0
    while index + 1 < arguments.count {
      let condition = try condition(arguments[index])
      let (value, found) = try expression(arguments[index + 1])
      type = try merged(found)
      cases.append((condition, value))
      index += 2
    }
    var otherwise: ESQLEvaluation = { _, _ in .null }
    if index < arguments.count {
      let (value, found) = try expression(arguments[index])
      type = try merged(found)
      otherwise = value
    }
    let (all, last) = (cases, otherwise)
    return (
      { row, context in
        for entry in all where entry.condition(row, context).isTrue {
          return entry.value(row, context)
        }
        return last(row, context)
      }, type
    )
  }

  private mutating func kql(_ arguments: [ESQLNode]) throws(ESQLCompileError) -> (ESQLEvaluation, ESQLType) {
    guard let first = arguments.first, case .literal(.text(let query)) = first else {
      throw ESQLCompileError("kql takes a query in quotes")
    }
    let expression: Expression
    do {
      expression = try KQLCompiler(types: types, now: now).compile(try KQLParser.parse(query))
    } catch let error as QuerySyntaxError {
      throw ESQLCompileError("kql: \(error)")
    } catch {
      throw ESQLCompileError("kql: \(error)")
    }
    let slot = try condition(expression)
    return ({ row, _ in row[slot] }, .boolean)
  }

  // MARK: Patterns

  private func patterns(_ arguments: [ESQLNode]) -> [String]? {
    let texts = arguments.dropFirst().compactMap { argument -> String? in
      if case .literal(.text(let text)) = argument { text } else { nil }
    }
    return texts.count == arguments.count - 1 ? texts : nil
  }

  private mutating func like(_ arguments: [ESQLNode]) throws(ESQLCompileError) -> (ESQLEvaluation, ESQLType) {
    guard let patterns = patterns(arguments) else { return try call("like", arguments) }
    let matchers = patterns.map { PatternMatcher(Wildcard($0), ignoresCase: false) }
    return (
      try textTest(arguments[0], "like") { text in
        var text = text
        return text.withUTF8 { bytes in matchers.contains { $0.matches(bytes) } }
      }, .boolean
    )
  }

  private mutating func rlike(_ arguments: [ESQLNode]) throws(ESQLCompileError) -> (ESQLEvaluation, ESQLType)
  {
    guard let patterns = patterns(arguments) else { return try call("rlike", arguments) }
    var regexes: [LuceneRegex] = []
    for pattern in patterns {
      do {
        regexes.append(try LuceneRegex(pattern, ignoresCase: false))
      } catch {
        throw ESQLCompileError("rlike: \(error)")
      }
    }
    let all = regexes
    return (try textTest(arguments[0], "rlike") { text in all.contains { $0.matches(text) } }, .boolean)
  }

  private mutating func textTest(
    _ node: ESQLNode, _ name: String, _ body: @escaping @Sendable (String) -> Bool
  ) throws(ESQLCompileError) -> ESQLEvaluation {
    let (evaluation, type) = try expression(node)
    guard type == .keyword || type == .any else {
      throw ESQLCompileError("\(name) needs a text, not a \(type.rawValue)")
    }
    return { row, context in
      switch evaluation(row, context) {
      case .text(let text): return .boolean(body(text))
      case .null: return .null
      case .list:
        context.warn("\(name): a function of single values met several values; the result is null")
        return .null
      default:
        context.warn("\(name): a value is no text; the result is null")
        return .null
      }
    }
  }

  // MARK: Functions

  private mutating func call(
    _ name: String, _ arguments: [ESQLNode]
  ) throws(ESQLCompileError) -> (ESQLEvaluation, ESQLType) {
    if ESQLAggregateFunction(rawValue: name) != nil {
      throw ESQLCompileError("\(name) aggregates rows; it belongs into STATS")
    }
    guard let function = ESQLFunctions.find(name) else { throw ESQLCompileError("unknown function \(name)") }
    guard function.arity.contains(arguments.count) else {
      let bounds = function.arity
      let count = bounds.count == 1 ? "\(bounds.lowerBound)" : "\(bounds.lowerBound) to \(bounds.upperBound)"
      throw ESQLCompileError("\(name) takes \(count) arguments, not \(arguments.count)")
    }
    var evaluations: [ESQLEvaluation] = []
    var found: [ESQLType] = []
    for (place, argument) in arguments.enumerated() {
      let (evaluation, type) = try expression(argument)
      evaluations.append(evaluation)
      found.append(type)
      let accepted = function.parameters[min(place, function.parameters.count - 1)]
      guard type == .any || accepted.contains(type) else {
        throw ESQLCompileError("argument \(place + 1) of \(name) cannot be of type \(type.rawValue)")
      }
    }
    if Self.comparing.contains(name) { try checkComparable(name, found, arguments) }
    let type = try result(function, found)
    let all = evaluations
    if all.count == 1 {
      let only = all[0]
      return ({ row, context in function.call([only(row, context)], context) }, type)
    }
    if all.count == 2, let body = function.pairBody {
      let (left, right) = (all[0], all[1])
      return ({ row, context in function.call(left(row, context), right(row, context), body, context) }, type)
    }
    if name == "in", let others = Self.literals(arguments.dropFirst()) {
      let value = all[0]
      return (
        { row, context in
          let value = value(row, context)
          return value.isList
            ? function.call([value] + others, context) : ESQLFunctions.isOneOf(value, others)
        }, type
      )
    }
    return ({ row, context in function.call(all.map { $0(row, context) }, context) }, type)
  }

  /// The values of nodes that are all single values or null; nil for others.
  private static func literals(_ nodes: some Sequence<ESQLNode>) -> [Value]? {
    var values: [Value] = []
    for node in nodes {
      guard case .literal(let value) = node, !value.isList else { return nil }
      values.append(value)
    }
    return values
  }

  private static let comparing: Set<String> = ["==", "!=", "<", "<=", ">", ">=", "in"]

  /// Values of different types are not compared; only a text in quotes is read as what it is compared with.
  private func checkComparable(
    _ name: String, _ types: [ESQLType], _ arguments: [ESQLNode]
  ) throws(ESQLCompileError) {
    for (type, argument) in zip(types, arguments).dropFirst() {
      let first = types[0]
      if type == .any || first == .any || type == first || type.isNumeric && first.isNumeric { continue }
      let readable: Set<ESQLType> = [.date, .ip, .version, .boolean]
      if type == .keyword, readable.contains(first), case .literal = argument { continue }
      if first == .keyword, readable.contains(type), case .literal = arguments[0] { continue }
      throw ESQLCompileError("\(name) cannot compare \(first.rawValue) with \(type.rawValue)")
    }
  }

  private func result(_ function: ESQLFunction, _ found: [ESQLType]) throws(ESQLCompileError) -> ESQLType {
    if let type = function.result { return type }
    if function.name == "+" || function.name == "-" {
      if found.contains(.date) {
        return function.name == "-" && found.allSatisfy { $0 == .date } ? .any : .date
      }
    }
    let known = found.filter { $0 != .any }
    if function.name == "bucket" { return known.first == .date ? .date : .double }
    if known.contains(.double), known.allSatisfy(\.isNumeric),
      ["+", "-", "*", "/", "%", "greatest", "least"].contains(function.name)
    {
      return .double
    }
    return known.first ?? .any
  }
}
