extension ESQLFunctions {
  static let multivalued: [ESQLFunction] = [
    list("mv_count", .long) { values, _, _ in .long(Int64(values.count)) },
    list("mv_first") { values, _, _ in values.first ?? .null },
    list("mv_last") { values, _, _ in values.last ?? .null },
    list("mv_min") { values, _, _ in values.min { (order($0, $1) ?? 0) < 0 } ?? .null },
    list("mv_max") { values, _, _ in values.max { (order($0, $1) ?? 0) < 0 } ?? .null },
    list("mv_dedupe") { values, _, _ in Value(several: distinct(values)) },
    list("mv_sum") { values, _, context in sum(values, context) },
    list("mv_avg", .double) { values, _, _ in
      let numbers = values.compactMap(\.number)
      return numbers.isEmpty ? .null : .double(numbers.reduce(0, +) / Double(numbers.count))
    },
    list("mv_median", nil) { values, _, _ in median(values) },
    list("mv_concat", .keyword, arity: 2...2) { values, rest, context in
      guard let separator = rest[0].string else { return .null }
      return bounded(values.map { $0.printed ?? "" }.joined(separator: separator), context)
    },
    list("mv_slice", nil, arity: 2...3) { values, rest, context in slice(values, rest, context) },
    list("mv_sort", nil, arity: 1...2) { values, rest, _ in
      let isDescending = rest.first?.string?.lowercased() == "desc"
      let sorted = values.sorted { (order($0, $1) ?? 0) < 0 }
      return Value(several: isDescending ? sorted.reversed() : sorted)
    },
    list("mv_append", nil, arity: 2...2) { values, rest, _ in Value(several: values + rest[0].all) },
    list("mv_zip", .keyword, arity: 2...3) { values, rest, _ in zipped(values, rest) },
    ESQLFunction(
      "mv_contains", 2...2, [ESQLFunction.everything], .boolean, several: .take, propagatesNull: false
    ) {
      arguments, _ in
      // Nothing is contained in everything.
      .boolean(
        arguments[1].all.allSatisfy { wanted in arguments[0].all.contains { order($0, wanted) == .some(0) } })
    },
    ESQLFunction("mv_intersection", 2...2, [ESQLFunction.everything], nil, several: .take) { arguments, _ in
      Value(several: distinct(arguments[0].all.filter { arguments[1].all.contains($0) }))
    },
    ESQLFunction("mv_union", 2...2, [ESQLFunction.everything], nil, several: .take, propagatesNull: false) {
      arguments, _ in Value(several: distinct(arguments[0].all + arguments[1].all))
    },
  ]

  private static func list(
    _ name: String, _ type: ESQLType? = nil, arity: ClosedRange<Int> = 1...1,
    _ body: @escaping @Sendable ([Value], [Value], ESQLContext) -> Value
  ) -> ESQLFunction {
    ESQLFunction(name, arity, [ESQLFunction.everything], type, several: .take) { arguments, context in
      body(arguments[0].all, Array(arguments.dropFirst()), context)
    }
  }

  static func distinct(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  static func sum(_ values: [Value], _ context: ESQLContext) -> Value {
    var total = Value.long(0)
    for value in values where value.number != nil {
      total = EQLEvaluator.arithmetic(.add, total, value)
      if total.isNull {
        context.warn("a sum does not fit 64 bits; it is null")
        return .null
      }
    }
    return finite(total, context)
  }

  /// The middle value; of two middle ones the mean, which of longs is cut off.
  static func median(_ values: [Value]) -> Value {
    let sorted = values.filter { $0.number != nil }.sorted { (order($0, $1) ?? 0) < 0 }
    guard !sorted.isEmpty else { return .null }
    let middle = sorted.count / 2
    guard sorted.count % 2 == 0 else { return sorted[middle] }
    if case .long(let a) = sorted[middle - 1], case .long(let b) = sorted[middle] {
      return .long(a / 2 + b / 2 + (a % 2 + b % 2) / 2)
    }
    return .double(((sorted[middle - 1].number ?? 0) + (sorted[middle].number ?? 0)) / 2)
  }

  /// Places are counted from 0, or from the end when negative; the end belongs to the slice.
  private static func slice(_ values: [Value], _ rest: [Value], _ context: ESQLContext) -> Value {
    guard case .long(let first) = rest[0] else { return .null }
    var last = first
    if rest.count > 1 {
      guard case .long(let end) = rest[1] else { return .null }
      last = end
    }
    guard last >= first, (first < 0) == (last < 0) else {
      context.warn("mv_slice: the end lies before the start; the result is null")
      return .null
    }
    func place(_ value: Int64) -> Int { Int(clamping: value < 0 ? Int64(values.count) + value : value) }
    let (start, end) = (max(0, place(first)), min(values.count - 1, place(last)))
    return start <= end ? Value(several: Array(values[start...end])) : .null
  }

  private static func zipped(_ values: [Value], _ rest: [Value]) -> Value {
    let others = rest[0].all
    let separator = rest.count > 1 ? rest[1].string ?? "," : ","
    return Value(
      several: (0..<max(values.count, others.count)).map { index in
        let parts = [values, others].compactMap { index < $0.count ? $0[index].printed : nil }
        return .text(parts.joined(separator: separator))
      })
  }
}
