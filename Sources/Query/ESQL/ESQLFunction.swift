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

  /// Calls the function with the rules for null and for several values.
  func call(_ arguments: [Value], _ context: ESQLContext) -> Value {
    if propagatesNull, arguments.contains(.null) { return .null }
    guard several != .take, arguments.contains(where: { if case .list = $0 { true } else { false } }) else {
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
