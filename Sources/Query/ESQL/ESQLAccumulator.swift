/// What an aggregate function knows of the rows so far. Null is no value to any of them.
struct ESQLAccumulator: Sendable {
  /// So many different values are kept; further ones are left out with a warning.
  static let maximumValues = 100_000
  /// So many values are looked through one by one.
  private static let fewValues = 8

  private let function: ESQLAggregateFunction
  private var count: Int64 = 0
  private var total = Value.long(0)
  private var squares = 0.0
  private var best = Value.null
  private var bestKey = Value.null
  /// The values that count; where each counts once, `seen` finds them as soon as they are more than a few.
  private var list: [Value] = []
  private var seen: Set<Value> = []
  private var parameters: [Value] = []

  init(_ function: ESQLAggregateFunction) {
    self.function = function
  }

  /// Takes in what an aggregate makes of a row.
  mutating func add(_ aggregate: ESQLStats.Aggregate, _ row: ESQLRow, _ context: ESQLContext) {
    if let column = aggregate.column {
      add(argument: row.values[column], context)
    } else if aggregate.arguments.count == 1 {
      add(argument: aggregate.arguments[0](row.values, context), context)
    } else {
      add(aggregate.arguments.map { $0(row.values, context) }, context)
    }
  }

  private mutating func add(_ arguments: [Value], _ context: ESQLContext) {
    parameters = Array(arguments.dropFirst())
    guard let first = arguments.first else {
      count += 1
      return
    }
    add(argument: first, context)
  }

  /// Takes in the only argument of a function without parameters.
  private mutating func add(argument: Value, _ context: ESQLContext) {
    guard case .list(let values) = argument else {
      if !argument.isNull { add(argument, context) }
      return
    }
    for value in values { add(value, context) }
  }

  private mutating func add(_ value: Value, _ context: ESQLContext) {
    switch function {
    case .count: count += 1
    case .sum, .avg, .stdDev, .variance: addNumber(value, context)
    case .min: if best.isNull || (ESQLFunctions.order(value, best) ?? 0) < 0 { best = value }
    case .max: if best.isNull || (ESQLFunctions.order(value, best) ?? 0) > 0 { best = value }
    case .values, .countDistinct: addDistinct(value, context)
    case .top, .median, .percentile: if hasRoom(context) { list.append(value) }
    case .first, .last: addByTime(value)
    }
  }

  private mutating func addDistinct(_ value: Value, _ context: ESQLContext) {
    let isKnown = list.count <= Self.fewValues ? list.contains(value) : seen.contains(value)
    guard !isKnown, hasRoom(context) else { return }
    list.append(value)
    guard list.count > Self.fewValues else { return }
    if seen.isEmpty { seen = Set(list) } else { seen.insert(value) }
  }

  private func hasRoom(_ context: ESQLContext) -> Bool {
    guard list.count < Self.maximumValues else {
      context.warn("\(function.rawValue): more than \(Self.maximumValues) values; further ones were left out")
      return false
    }
    return true
  }

  private mutating func addNumber(_ value: Value, _ context: ESQLContext) {
    guard let number = value.number else { return }
    count += 1
    squares += number * number
    guard !total.isNull else { return }
    total = EQLEvaluator.arithmetic(.add, total, value)
    if total.isNull { context.warn("\(function.rawValue): the sum does not fit 64 bits; it is null") }
  }

  private mutating func addByTime(_ value: Value) {
    let key = parameters.first ?? .null
    guard !key.isNull else { return }
    let order = bestKey.isNull ? nil : ESQLFunctions.order(key, bestKey)
    if bestKey.isNull || (function == .first ? (order ?? 0) < 0 : (order ?? 0) > 0) {
      (best, bestKey) = (value, key)
    }
  }

  func result(_ context: ESQLContext) -> Value {
    switch function {
    case .count: return .long(count)
    case .countDistinct: return .long(Int64(list.count))
    case .sum: return count == 0 ? .null : ESQLFunctions.finite(total, context)
    case .avg: return count == 0 ? .null : total.number.map { .double($0 / Double(count)) } ?? .null
    case .min, .max, .first, .last: return best
    case .values: return Value(several: list)
    case .top: return top()
    case .median: return percentile(50)
    case .percentile: return percentile(parameters.first?.number ?? 50)
    case .variance: return variance.map { .double($0) } ?? .null
    case .stdDev: return variance.map { .double($0.squareRoot()) } ?? .null
    }
  }

  private var variance: Double? {
    guard count > 0, let sum = total.number else { return nil }
    let mean = sum / Double(count)
    return max(0, squares / Double(count) - mean * mean)
  }

  private func top() -> Value {
    guard case .long(let limit)? = parameters.first, limit > 0 else { return .null }
    let isDescending = parameters.count > 1 && parameters[1].string?.lowercased() == "desc"
    let sorted = list.sorted { (ESQLFunctions.order($0, $1) ?? 0) < 0 }
    return Value(several: Array((isDescending ? sorted.reversed() : sorted).prefix(Int(clamping: limit))))
  }

  /// Between two values the result lies on the line between them.
  private func percentile(_ rank: Double) -> Value {
    let numbers = list.compactMap(\.number).sorted()
    guard !numbers.isEmpty, (0...100).contains(rank) else { return .null }
    let place = rank / 100 * Double(numbers.count - 1)
    let low = Int(place)
    let high = min(low + 1, numbers.count - 1)
    return .double(numbers[low] + (numbers[high] - numbers[low]) * (place - Double(low)))
  }
}
