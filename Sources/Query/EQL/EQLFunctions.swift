import Events

/// What the functions of the language return. A null argument makes the result null.
enum EQLFunctions {
  static func call(_ function: EQLFunction, ignoresCase: Bool, _ arguments: [Value]) -> Value {
    switch function {
    case .add: EQLEvaluator.arithmetic(.add, arguments[0], arguments[1])
    case .subtract: EQLEvaluator.arithmetic(.subtract, arguments[0], arguments[1])
    case .multiply: EQLEvaluator.arithmetic(.multiply, arguments[0], arguments[1])
    case .divide: EQLEvaluator.arithmetic(.divide, arguments[0], arguments[1])
    case .modulo: EQLEvaluator.arithmetic(.modulo, arguments[0], arguments[1])
    case .between: between(arguments, ignoresCase)
    case .cidrMatch: cidrMatch(arguments)
    case .concat: concat(arguments)
    case .endsWith: test(arguments, ignoresCase) { $0.hasSuffix($1) }
    case .startsWith: test(arguments, ignoresCase) { $0.hasPrefix($1) }
    case .stringContains: test(arguments, ignoresCase) { $1.isEmpty || $0.contains($1) }
    case .indexOf: indexOf(arguments, ignoresCase)
    case .length: arguments[0].string.map { .long(Int64($0.utf16.count)) } ?? .null
    case .match: match(arguments, ignoresCase)
    case .wildcard: wildcard(arguments, ignoresCase)
    case .number: number(arguments)
    case .string: arguments[0].printed.map { .text($0) } ?? .null
    case .substring: substring(arguments)
    }
  }

  private static func folded(_ text: String, _ ignoresCase: Bool) -> String {
    ignoresCase ? text.lowercased() : text
  }

  /// Compares code units, not characters: an accent is a code unit of its own.
  private static func test(
    _ arguments: [Value], _ ignoresCase: Bool, _ body: (Units, Units) -> Bool
  ) -> Value {
    guard let text = arguments[0].printed, let part = arguments[1].printed else { return .null }
    return .boolean(body(Units(folded(text, ignoresCase)), Units(folded(part, ignoresCase))))
  }

  private static func between(_ arguments: [Value], _ ignoresCase: Bool) -> Value {
    guard let source = arguments[0].printed, let left = arguments[1].printed, let right = arguments[2].printed
    else {
      return .null
    }
    let isGreedy = arguments.count > 3 && arguments[3].truth == true
    let original = Units(source)
    let text = Units(folded(source, ignoresCase))
    guard let start = text.firstEnd(of: Units(folded(left, ignoresCase))) else { return .text("") }
    let rest = Units(Array(text.units[start...]))
    let end = Units(folded(right, ignoresCase))
    guard let stop = isGreedy ? rest.lastStart(of: end) : rest.firstStart(of: end, from: 0) else {
      return .text("")
    }
    // Folding may change the length of a text; then nothing can be said about the original.
    guard original.units.count == text.units.count else { return .text("") }
    return .text(Units(Array(original.units[start..<start + stop])).text)
  }

  private static func cidrMatch(_ arguments: [Value]) -> Value {
    guard let text = arguments[0].printed, let address = IPAddress(text) else { return .null }
    return .boolean(
      arguments.dropFirst().contains { $0.string.flatMap { IPNetwork($0) }?.contains(address) ?? false })
  }

  private static func concat(_ arguments: [Value]) -> Value {
    var result = ""
    for argument in arguments {
      guard let text = argument.printed else { return .null }
      result += text
    }
    return .text(result)
  }

  private static func indexOf(_ arguments: [Value], _ ignoresCase: Bool) -> Value {
    guard let source = arguments[0].printed, let part = arguments[1].printed else { return .null }
    let start = arguments.count > 2 ? arguments[2].number : 0
    guard let start else { return .null }
    let text = Units(folded(source, ignoresCase))
    let from = max(0, min(Int(start), text.units.count))
    return text.firstStart(of: Units(folded(part, ignoresCase)), from: from).map { .long(Int64($0)) } ?? .null
  }

  private static func match(_ arguments: [Value], _ ignoresCase: Bool) -> Value {
    guard let text = arguments[0].printed else { return .null }
    let patterns = arguments.dropFirst().compactMap(\.string)
    let regex = try? LuceneRegex(EQLPattern.joined(patterns), ignoresCase: ignoresCase)
    return .boolean(regex?.matches(text) ?? false)
  }

  private static func wildcard(_ arguments: [Value], _ ignoresCase: Bool) -> Value {
    guard let text = arguments[0].printed else { return .null }
    let patterns = arguments.dropFirst().compactMap(\.string)
    return .boolean(patterns.contains { EQLPattern.wildcard($0).matches(text, ignoresCase: ignoresCase) })
  }

  /// Reads a number; one with a base, or one that begins with 0x, is whole.
  private static func number(_ arguments: [Value]) -> Value {
    guard let text = arguments[0].string else { return arguments[0].number == nil ? .null : arguments[0] }
    let base = arguments.count > 1 ? arguments[1].number.flatMap { Int(exactly: $0) } : nil
    if arguments.count > 1, !arguments[1].isNull, base == nil { return .null }
    let isHexadecimal = text.hasPrefix("0x") && (base == nil || base == 16)
    if base != nil || isHexadecimal {
      let radix = base ?? 16
      guard (2...36).contains(radix) else { return .null }
      return Int64(isHexadecimal ? String(text.dropFirst(2)) : text, radix: radix).map { .long($0) } ?? .null
    }
    return Int64(text).map { .long($0) } ?? Double(text).map { .double($0) } ?? .null
  }

  /// A part of a text; negative places count from the end, and places outside are moved to the nearest end.
  private static func substring(_ arguments: [Value]) -> Value {
    guard let source = arguments[0].printed, let first = arguments[1].number else { return .null }
    let units = Units(source).units
    func place(_ value: Double) -> Int {
      let position = value < 0 ? Double(units.count) + value : value
      return Int(max(0, min(position, Double(units.count))))
    }
    let last = arguments.count > 2 ? arguments[2].number : Double(units.count)
    guard let last else { return .null }
    let (start, end) = (place(first), place(last))
    return .text(start < end ? Units(Array(units[start..<end])).text : "")
  }
}
