import Events

extension ESQLFunctions {
  static let operators: [ESQLFunction] =
    ["==", "!=", "<", "<=", ">", ">="].map(comparison) + [
      ESQLFunction("+", 2...2, arithmeticTypes, nil) { add($0[0], $0[1], $1) },
      ESQLFunction("-", 2...2, arithmeticTypes, nil) { add($0[0], negated($0[1]), $1) },
      ESQLFunction("*", 2...2, [ESQLFunction.numbers], nil) { calculate(.multiply, $0, $1) },
      ESQLFunction("/", 2...2, [ESQLFunction.numbers], nil) { calculate(.divide, $0, $1) },
      ESQLFunction("%", 2...2, [ESQLFunction.numbers], nil) { calculate(.modulo, $0, $1) },
      ESQLFunction("neg", 1...1, [ESQLFunction.numbers.union([.duration, .period])], nil) { arguments, _ in
        negated(arguments[0])
      },
      ESQLFunction(
        "is null", 1...1, [ESQLFunction.everything], .boolean, several: .take, propagatesNull: false
      ) {
        arguments, _ in .boolean(arguments[0].isNull)
      },
      ESQLFunction(
        "is not null", 1...1, [ESQLFunction.everything], .boolean, several: .take, propagatesNull: false
      ) {
        arguments, _ in .boolean(!arguments[0].isNull)
      },
      ESQLFunction("not", 1...1, [[.boolean]], .boolean) { arguments, _ in
        arguments[0].truth.map { .boolean(!$0) } ?? .null
      },
      ESQLFunction("in", 2...100_000, [ESQLFunction.everything], .boolean, propagatesNull: false, oneOf),
    ]

  private static let arithmeticTypes: [Set<ESQLType>] = [
    ESQLFunction.numbers.union([.date, .duration, .period])
  ]

  private static func comparison(_ name: String) -> ESQLFunction {
    let accepts: @Sendable (Int) -> Bool =
      switch name {
      case "==": { $0 == 0 }
      case "!=": { $0 != 0 }
      case "<": { $0 < 0 }
      case "<=": { $0 <= 0 }
      case ">": { $0 > 0 }
      default: { $0 >= 0 }
      }
    return ESQLFunction(name, [ESQLFunction.everything], .boolean) { left, right, context in
      guard let order = order(left, right) else {
        context.warn("\(name): values of different types cannot be compared; the result is null")
        return .null
      }
      return .boolean(accepts(order))
    }
  }

  /// Less than, equal to or greater than 0 as the first value is to the second; a text is read as the type of the other.
  static func order(_ left: Value, _ right: Value) -> Int? {
    switch (left, right) {
    case (.version(let a), .version(let b)): a < b ? -1 : b < a ? 1 : 0
    case (.version(let a), .text(let b)): a < Version(b) ? -1 : Version(b) < a ? 1 : 0
    case (.text(let a), .version(let b)): Version(a) < b ? -1 : b < Version(a) ? 1 : 0
    case (.point, .point), (.duration, .duration), (.period, .period): left == right ? 0 : 1
    case (.boolean(let a), .text(let b)): Bool(b).map { a == $0 ? 0 : 1 }
    case (.text(let a), .boolean(let b)): Bool(a).map { $0 == b ? 0 : 1 }
    default: EQLEvaluator.order(left, right)
    }
  }

  /// True when a value is equal; null when none is and one of them is null.
  private static func oneOf(_ arguments: [Value], _ context: ESQLContext) -> Value {
    isOneOf(arguments[0], arguments.dropFirst())
  }

  /// True when one of other values is equal to a value; null when none is and one of them is null.
  static func isOneOf(_ value: Value, _ others: some Collection<Value>) -> Value {
    guard !value.isNull else { return .null }
    var hasNull = false
    for other in others {
      if other.isNull {
        hasNull = true
      } else if order(value, other) == .some(0) {
        return .boolean(true)
      }
    }
    return hasNull ? .null : .boolean(false)
  }

  // MARK: Arithmetic

  private static func calculate(
    _ operation: EQLNode.Arithmetic, _ arguments: [Value], _ context: ESQLContext
  ) -> Value {
    if arguments[0].number == nil || arguments[1].number == nil {
      context.warn("\(operation.rawValue): a value is no number; the result is null")
      return .null
    }
    let isDivision = operation == .divide || operation == .modulo
    if isDivision, arguments[1].number == 0 {
      context.warn("\(operation.rawValue): division by zero; the result is null")
      return .null
    }
    let result = EQLEvaluator.arithmetic(operation, arguments[0], arguments[1])
    if result.isNull { context.warn("\(operation.rawValue): the result does not fit 64 bits; it is null") }
    return finite(result, context)
  }

  /// A result that is no finite number is null.
  static func finite(_ value: Value, _ context: ESQLContext) -> Value {
    guard case .double(let number) = value, !number.isFinite else { return value }
    context.warn("the result is not a finite number; it is null")
    return .null
  }

  static func negated(_ value: Value) -> Value {
    switch value {
    case .long(let number): number == .min ? .null : .long(-number)
    case .double(let number): .double(-number)
    default: TimeSpan.negated(value)
    }
  }

  private static func add(_ left: Value, _ right: Value, _ context: ESQLContext) -> Value {
    switch (left, right) {
    case (.date(let time), .duration(let nanoseconds)), (.duration(let nanoseconds), .date(let time)):
      let (sum, overflow) = time.nanoseconds.addingReportingOverflow(nanoseconds)
      return overflow ? .null : .date(Timestamp(nanoseconds: sum))
    case (.date(let time), .period(let months)), (.period(let months), .date(let time)):
      return time.adding(months: months).map { .date($0) } ?? .null
    case (.duration(let a), .duration(let b)): return .duration(nanoseconds: a &+ b)
    case (.period(let a), .period(let b)): return .period(months: a &+ b)
    default: return calculate(.add, [left, right], context)
    }
  }
}
