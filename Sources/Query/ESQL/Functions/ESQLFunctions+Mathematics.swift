import Foundation

extension ESQLFunctions {
  private static let numbers = ESQLFunction.numbers

  static let mathematics: [ESQLFunction] = [
    ESQLFunction("abs", 1...1, [numbers], nil) { arguments, _ in
      if case .long(let value) = arguments[0] { return value == .min ? .null : .long(abs(value)) }
      return arguments[0].number.map { .double(abs($0)) } ?? .null
    },
    rounding("ceil") { $0.rounded(.up) },
    rounding("floor") { $0.rounded(.down) },
    ESQLFunction("round", 1...2, [numbers, [.long]], nil, round),
    ESQLFunction("pow", 2...2, [numbers], .double) { arguments, context in
      guard let base = arguments[0].number, let exponent = arguments[1].number else { return .null }
      return finite(.double(pow(base, exponent)), context)
    },
    ESQLFunction("log", 1...2, [numbers], .double) { arguments, context in
      guard let first = arguments[0].number else { return .null }
      guard arguments.count == 2 else { return finite(.double(log(first)), context) }
      return arguments[1].number.map { finite(.double(log($0) / log(first)), context) } ?? .null
    },
    ESQLFunction("pi", 0...0, [], .double) { _, _ in .double(.pi) },
    ESQLFunction("e", 0...0, [], .double) { _, _ in .double(M_E) },
    ESQLFunction("tau", 0...0, [], .double) { _, _ in .double(2 * .pi) },
    ESQLFunction("signum", 1...1, [numbers], .double) { arguments, _ in
      arguments[0].number.map { .double($0 > 0 ? 1 : $0 < 0 ? -1 : 0) } ?? .null
    },
    ESQLFunction("hypot", 2...2, [numbers], .double) { arguments, context in
      guard let a = arguments[0].number, let b = arguments[1].number else { return .null }
      return finite(.double(hypot(a, b)), context)
    },
    ESQLFunction("atan2", 2...2, [numbers], .double) { arguments, _ in
      guard let a = arguments[0].number, let b = arguments[1].number else { return .null }
      return .double(atan2(a, b))
    },
    plain("sqrt") { sqrt($0) }, plain("cbrt") { cbrt($0) }, plain("exp") { exp($0) },
    plain("log10") { log10($0) },
    plain("sin") { sin($0) }, plain("cos") { cos($0) }, plain("tan") { tan($0) }, plain("asin") { asin($0) },
    plain("acos") { acos($0) }, plain("atan") { atan($0) }, plain("sinh") { sinh($0) },
    plain("cosh") { cosh($0) },
    plain("tanh") { tanh($0) },
  ]

  private static func plain(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> ESQLFunction {
    ESQLFunction(name, 1...1, [numbers], .double) { arguments, context in
      arguments[0].number.map { finite(.double(body($0)), context) } ?? .null
    }
  }

  private static func rounding(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> ESQLFunction
  {
    ESQLFunction(name, 1...1, [numbers], nil) { arguments, _ in
      if case .long = arguments[0] { return arguments[0] }
      return arguments[0].number.map { .double(body($0)) } ?? .null
    }
  }

  /// Rounds half away from zero, to a number of decimal places.
  private static func round(_ arguments: [Value], _ context: ESQLContext) -> Value {
    guard let value = arguments[0].number else { return .null }
    var places = 0
    if arguments.count > 1 {
      guard case .long(let number) = arguments[1], abs(number) <= 300 else { return .null }
      places = Int(number)
    }
    if case .long = arguments[0], places >= 0 { return arguments[0] }
    let factor = pow(10, Double(places))
    let result = (value * factor).rounded(.toNearestOrAwayFromZero) / factor
    if case .long = arguments[0] { return Int64(exactly: result).map { .long($0) } ?? .null }
    return finite(.double(result.isFinite ? result : value), context)
  }
}
