/// A function or operator on the values of one row.
struct ESQLFunction: Sendable {
  /// What happens with several values in an argument.
  enum Several: Sendable {
    /// The result is null, with a warning.
    case refuse
    /// The function is called for each value.
    case each
    /// The function takes the list.
    case take
  }

  typealias Body = @Sendable ([Value], ESQLContext) -> Value
  typealias PairBody = @Sendable (Value, Value, ESQLContext) -> Value

  let name: String
  let arity: ClosedRange<Int>
  /// The types of each argument; the last one holds for all further ones.
  let parameters: [Set<ESQLType>]
  /// The type of the result; nil for that of the first argument.
  let result: ESQLType?
  var several = Several.refuse
  /// Whether an argument that is null makes the result null.
  var propagatesNull = true
  let body: Body
  /// The same for two arguments, where a function takes no other number of them.
  private(set) var pairBody: PairBody?

  static let numbers: Set<ESQLType> = [.long, .double]
  static let texts: Set<ESQLType> = [.keyword]
  static let everything = Set(ESQLType.allCases)

  init(
    _ name: String, _ arity: ClosedRange<Int>, _ parameters: [Set<ESQLType>], _ result: ESQLType?,
    several: Several = .refuse, propagatesNull: Bool = true, _ body: @escaping Body
  ) {
    self.name = name
    self.arity = arity
    self.parameters = parameters
    self.result = result
    self.several = several
    self.propagatesNull = propagatesNull
    self.body = body
  }

  /// A function of two single values.
  init(
    _ name: String, _ parameters: [Set<ESQLType>], _ result: ESQLType?, _ body: @escaping PairBody
  ) {
    self.init(name, 2...2, parameters, result) { body($0[0], $0[1], $1) }
    pairBody = body
  }

  /// Calls a function of two single values as `call` does.
  func call(_ left: Value, _ right: Value, _ body: PairBody, _ context: ESQLContext) -> Value {
    if left.isNull || right.isNull { return .null }
    if left.isList || right.isList { return call([left, right], context) }
    return body(left, right, context)
  }

  /// Calls the function with the rules for null and for several values.
  func call(_ arguments: [Value], _ context: ESQLContext) -> Value {
    if propagatesNull, arguments.contains(.null) { return .null }
    guard several != .take, arguments.contains(where: \.isList) else {
      return body(arguments, context)
    }
    if several == .each, case .list(let values) = arguments[0] {
      return Value(
        several: values.map { body([$0] + arguments.dropFirst(), context) }.filter { !$0.isNull })
    }
    context.warn("\(name): a function of single values met several values; the result is null")
    return .null
  }
}
