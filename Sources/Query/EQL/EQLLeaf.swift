import Events

/// The meaning of a comparison of one field with one constant.
struct EQLLeaf {
  private let field: String
  private let type: FieldType
  private let isMapped: Bool
  private let now: Timestamp

  init(_ field: String, _ types: FieldTypes, _ now: Timestamp) {
    self.field = field
    type = types.type(of: field)
    isMapped = types.isMapped(field)
    self.now = now
  }

  /// Whether values are compared as texts.
  var isTextual: Bool {
    switch type {
    case .keyword, .constantKeyword, .wildcard, .flattened, .version, .text, .matchOnlyText, .object, .nested:
      true
    case .ip, .long, .double, .boolean, .date, .geoPoint: false
    }
  }

  private func failure(_ value: Value, _ expected: String) -> EQLCompileError {
    EQLCompileError("\(field) is of type \(type.rawValue): \"\(value.printed ?? "")\" should be \(expected)")
  }

  func test(_ comparison: EQLNode.Comparison, _ value: Value) throws(EQLCompileError) -> Test {
    switch type {
    case .long, .double: return .number(comparison.bounds(try number(value)))
    case .boolean: return try boolean(comparison, value)
    case .ip: return try ip(comparison, value)
    case .date: return try date(comparison, value)
    case .version: return try version(comparison, value)
    case .geoPoint: throw failure(value, "compared with st_* functions of ES|QL")
    case .keyword, .constantKeyword, .wildcard, .flattened, .text, .matchOnlyText, .object, .nested:
      return try text(comparison, value)
    }
  }

  /// A field that no mapping names is what the constant is.
  private func text(_ comparison: EQLNode.Comparison, _ value: Value) throws(EQLCompileError) -> Test {
    if case .boolean(let flag) = value, comparison == .equal { return .boolean(flag) }
    if let number = value.number { return .number(comparison.bounds(number)) }
    guard let text = value.string else { throw failure(value, "a text") }
    if comparison == .equal { return .term(text, ignoresCase: false) }
    let version = Version(text)
    if !isMapped, version.isValid { return .version(comparison.bounds(version)) }
    return .text(comparison.bounds(text))
  }

  private func version(_ comparison: EQLNode.Comparison, _ value: Value) throws(EQLCompileError) -> Test {
    guard let text = value.string else { throw failure(value, "a version in quotes") }
    return comparison == .equal
      ? .term(text, ignoresCase: false) : .version(comparison.bounds(Version(text)))
  }

  private func number(_ value: Value) throws(EQLCompileError) -> Double {
    guard let number = value.number ?? value.string.flatMap(Double.init) else {
      throw failure(value, "a number")
    }
    return number
  }

  private func boolean(_ comparison: EQLNode.Comparison, _ value: Value) throws(EQLCompileError) -> Test {
    guard comparison == .equal, let flag = value.truth ?? value.string.flatMap({ Bool($0) }) else {
      throw failure(value, "true or false")
    }
    return .boolean(flag)
  }

  private func ip(_ comparison: EQLNode.Comparison, _ value: Value) throws(EQLCompileError) -> Test {
    guard let text = value.string else { throw failure(value, "an address") }
    if comparison == .equal, let network = IPNetwork(text) {
      return .ip(.closed(network.first, network.last))
    }
    guard let address = IPAddress(text) else { throw failure(value, "an address") }
    return .ip(comparison.bounds(address))
  }

  private func date(_ comparison: EQLNode.Comparison, _ value: Value) throws(EQLCompileError) -> Test {
    if let number = value.number, let milliseconds = Int64(exactly: number),
      let time = Timestamp(milliseconds: milliseconds)
    {
      return .date(comparison.bounds(time))
    }
    guard let maths = value.string.flatMap({ DateMath($0) }) else { throw failure(value, "a date") }
    let isUp = comparison == .greater || comparison == .lessOrEqual
    guard let time = maths.resolve(now: now, rounding: isUp ? .up : .down),
      let end = maths.resolve(now: now, rounding: .up)
    else { throw failure(value, "a date in range") }
    return .date(comparison == .equal ? .closed(time, end) : comparison.bounds(time))
  }

  /// A pattern with `*` and `?`; without them it is the whole text.
  func like(_ pattern: String, ignoresCase: Bool) throws(EQLCompileError) -> Test {
    let wildcard = EQLPattern.wildcard(pattern)
    if !isTextual, wildcard.literal != nil || type == .ip && IPNetwork(pattern) != nil {
      return try test(.equal, .text(pattern))
    }
    if wildcard.isUniversal { return .exists }
    guard wildcard.literal == nil else { return .term(pattern, ignoresCase: ignoresCase) }
    return .wildcard(wildcard, ignoresCase: ignoresCase)
  }
}
