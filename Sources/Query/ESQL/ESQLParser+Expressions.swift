import Events

/// Expressions, from the weakest operator to the strongest.
extension ESQLParser {
  mutating func expression(depth: Int = 0) throws(QuerySyntaxError) -> ESQLNode {
    guard depth < Self.maximumDepth else { throw error("the expression is nested too deep") }
    var parts = [try conjunction(depth: depth)]
    while takeWord("or") { parts.append(try conjunction(depth: depth)) }
    return parts.count == 1 ? parts[0] : .call("or", parts)
  }

  private mutating func conjunction(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    var parts = [try negation(depth: depth)]
    while takeWord("and") { parts.append(try negation(depth: depth)) }
    return parts.count == 1 ? parts[0] : .call("and", parts)
  }

  private mutating func negation(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    guard depth < Self.maximumDepth else { throw error("the expression is nested too deep") }
    guard takeWord("not") else { return try comparison(depth: depth) }
    return .call("not", [try negation(depth: depth + 1)])
  }

  private mutating func comparison(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    let left = try sum(depth: depth)
    for symbol in ["==", "!=", "<=", ">=", "<", ">"] where take(symbol) {
      return .call(symbol, [left, try sum(depth: depth)])
    }
    if take(":") { return .call("match", [left, .literal(try constant())]) }
    if takeWord("is") {
      let isNegated = takeWord("not")
      try expectWord("null")
      return .call(isNegated ? "is not null" : "is null", [left])
    }
    let isNegated = isWord("not") && ["in", "like", "rlike"].contains { isWord($0, at: index + 1) }
    if isNegated { index += 1 }
    guard let node = try membership(left, depth: depth) else { return left }
    return isNegated ? .call("not", [node]) : node
  }

  private mutating func membership(_ left: ESQLNode, depth: Int) throws(QuerySyntaxError) -> ESQLNode? {
    if takeWord("in") {
      try expect("(")
      return .call("in", [left] + (try list(depth: depth + 1, until: ")")))
    }
    for name in ["like", "rlike"] where takeWord(name) {
      let isList = take("(")
      var patterns: [ESQLNode] = []
      repeat { patterns.append(.literal(.text(try string("a pattern")))) } while isList && take(",")
      if isList { try expect(")") }
      return .call(name, [left] + patterns)
    }
    return nil
  }

  private mutating func list(depth: Int, until end: String) throws(QuerySyntaxError) -> [ESQLNode] {
    var nodes = [try expression(depth: depth)]
    while take(",") { nodes.append(try expression(depth: depth)) }
    try expect(end)
    return nodes
  }

  private mutating func sum(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    var left = try product(depth: depth)
    while true {
      if take("+") {
        left = .call("+", [left, try product(depth: depth)])
      } else if take("-") {
        left = .call("-", [left, try product(depth: depth)])
      } else {
        return left
      }
    }
  }

  private mutating func product(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    var left = try unary(depth: depth)
    while true {
      guard let symbol = ["*", "/", "%"].first(where: { peek == .symbol($0) }) else { return left }
      index += 1
      left = .call(symbol, [left, try unary(depth: depth)])
    }
  }

  private mutating func unary(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    guard depth < Self.maximumDepth else { throw error("the expression is nested too deep") }
    if take("+") { return try unary(depth: depth + 1) }
    guard take("-") else { return try cast(depth: depth) }
    switch try unary(depth: depth + 1) {
    case .literal(.long(let value)): return .literal(.long(0 &- value))
    case .literal(.double(let value)): return .literal(.double(-value))
    case .literal(.duration(let value)): return .literal(.duration(nanoseconds: 0 &- value))
    case .literal(.period(let value)): return .literal(.period(months: 0 &- value))
    case let node: return .call("neg", [node])
    }
  }

  private mutating func cast(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    var node = try primary(depth: depth)
    while take("::") {
      guard case .identifier(let type) = peek, let function = Self.casts[type.lowercased()] else {
        throw unexpected("a type such as keyword, long or datetime")
      }
      index += 1
      node = .call(function, [node])
    }
    return node
  }

  private static let casts: [String: String] = [
    "string": "to_string", "keyword": "to_string", "text": "to_string", "long": "to_long",
    "integer": "to_integer",
    "int": "to_integer", "double": "to_double", "boolean": "to_boolean", "bool": "to_boolean",
    "datetime": "to_datetime", "date": "to_datetime", "ip": "to_ip", "version": "to_version",
    "geo_point": "to_geopoint", "unsigned_long": "to_long", "time_duration": "to_timeduration",
    "date_period": "to_dateperiod",
  ]

  private mutating func primary(depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    if take("(") {
      let inner = try expression(depth: depth + 1)
      try expect(")")
      return inner
    }
    if take("[") { return .literal(try array()) }
    if take("{") { return .call("options", try options()) }
    if take("*") { return .star }
    switch peek {
    case .identifier(let name) where !Self.isConstant(name):
      if tokens[index + 1].token == .symbol("(") { return try call(name, depth: depth) }
      return .column(try columnName())
    case .quotedIdentifier: return .column(try columnName())
    default: return .literal(try constant())
    }
  }

  private static func isConstant(_ name: String) -> Bool {
    ["true", "false", "null"].contains(name.lowercased())
  }

  private mutating func call(_ name: String, depth: Int) throws(QuerySyntaxError) -> ESQLNode {
    index += 2
    if take(")") { return .call(name.lowercased(), []) }
    return .call(name.lowercased(), try list(depth: depth + 1, until: ")"))
  }

  private mutating func array() throws(QuerySyntaxError) -> Value {
    var values = [try constant()]
    while take(",") { values.append(try constant()) }
    try expect("]")
    return Value(several: values)
  }

  /// Reads named options: names and values in turn.
  private mutating func options() throws(QuerySyntaxError) -> [ESQLNode] {
    var nodes: [ESQLNode] = []
    if take("}") { return nodes }
    repeat {
      nodes.append(.literal(.text(try string("the name of an option"))))
      try expect(":")
      nodes.append(.literal(try constant()))
    } while take(",")
    try expect("}")
    return nodes
  }

  mutating func constant() throws(QuerySyntaxError) -> Value {
    let isNegative = take("-")
    let value: Value
    switch peek {
    case .string(let text) where !isNegative: value = .text(text)
    case .integer(let number):
      if case .identifier(let unit) = tokens[index + 1].token, let span = TimeSpan.value(number, unit) {
        index += 2
        return isNegative ? TimeSpan.negated(span) : span
      }
      value = .long(isNegative ? 0 &- number : number)
    case .decimal(let number): value = .double(isNegative ? -number : number)
    case .identifier(let name) where Self.isConstant(name) && !isNegative:
      value = name.lowercased() == "null" ? .null : .boolean(name.lowercased() == "true")
    default: throw unexpected("a value")
    }
    index += 1
    return value
  }
}
