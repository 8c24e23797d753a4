import Events

/// The meaning of one value or range for a field of one type.
struct KQLLeaf {
  let field: String
  let type: FieldType
  let now: Timestamp

  func expression(_ question: FieldNameTest.Question) throws(KQLCompileError) -> Expression {
    switch question {
    case .exists: return test(.exists)
    case .value(let value): return try self.value(value)
    case .range(let range, let value): return test(try self.range(range, value))
    }
  }

  private func test(_ test: Test) -> Expression { .test(field: field, test) }

  private func failure(_ value: KQLValue, _ expected: String) -> KQLCompileError {
    KQLCompileError(field: field, type: type, value: value.text, expected: expected)
  }

  // MARK: Values

  private func value(_ value: KQLValue) throws(KQLCompileError) -> Expression {
    if value == .null { return .none }
    if let wildcard = value.wildcard { return try pattern(wildcard, value) }
    switch type {
    case .keyword, .constantKeyword, .wildcard, .flattened, .version, .nested, .object:
      return test(.term(value.text, ignoresCase: false))
    case .text, .matchOnlyText:
      return analysed(value)
    case .ip:
      guard let network = IPNetwork(value.text) else { throw failure(value, "an address or a CIDR range") }
      return test(.ip(.closed(network.first, network.last)))
    case .long, .double:
      guard let number = Self.number(value.text) else { throw failure(value, "a number") }
      return test(.number(.exactly(number)))
    case .boolean:
      guard let flag = Bool(value.text) else { throw failure(value, "true or false") }
      return test(.boolean(flag))
    case .date:
      return test(.date(.closed(try date(value, .down), try date(value, .up))))
    case .geoPoint:
      throw failure(value, "no comparison in KQL")
    }
  }

  private func pattern(_ wildcard: Wildcard, _ value: KQLValue) throws(KQLCompileError) -> Expression {
    if wildcard.isUniversal { return test(.exists) }
    switch type {
    case .keyword: return test(.wildcard(wildcard, ignoresCase: false))
    case .constantKeyword, .wildcard, .flattened, .version, .nested, .object:
      return clauses(value) { .wildcard($0, ignoresCase: false) }
    case .text, .matchOnlyText: return clauses(value) { .tokenPattern($0) }
    case .ip, .long, .double, .boolean, .date, .geoPoint: throw failure(value, "no pattern")
    }
  }

  /// Patterns on these types become a query string, in which white space separates alternatives.
  private func clauses(_ value: KQLValue, _ make: (Wildcard) -> Test) -> Expression {
    .disjunction(
      value.clauses.map { clause in
        guard let wildcard = clause.lowercased(type.isText).wildcard else {
          return type.isText ? analysed(clause) : test(.term(clause.text, ignoresCase: false))
        }
        return wildcard.isUniversal ? test(.exists) : test(make(wildcard))
      })
  }

  private func analysed(_ value: KQLValue) -> Expression {
    let tokens = TextAnalyzer.tokens(value.text)
    guard !tokens.isEmpty else { return .none }
    if case .quoted = value { return test(.phrase(tokens)) }
    return test(.anyToken(tokens))
  }

  private func date(_ value: KQLValue, _ rounding: DateMath.Rounding) throws(KQLCompileError) -> Timestamp {
    // Four digits are a year, every other whole number is milliseconds since the epoch.
    if let milliseconds = Int64(value.text), value.text.count != 4 {
      guard let time = Timestamp(milliseconds: milliseconds) else { throw failure(value, "a date in range") }
      return time
    }
    guard let time = DateMath(value.text)?.resolve(now: now, rounding: rounding) else {
      throw failure(value, "a date or date maths such as now-1d/d")
    }
    return time
  }

  /// A finite decimal number; Swift's hexadecimal forms are none.
  private static func number(_ text: String) -> Double? {
    guard !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }), let number = Double(text) else {
      return nil
    }
    return number.isFinite ? number : nil
  }

  // MARK: Ranges

  private func range(_ range: KQLRange, _ value: KQLValue) throws(KQLCompileError) -> Test {
    switch type {
    case .keyword, .constantKeyword, .wildcard, .flattened, .text, .matchOnlyText, .nested, .object:
      return .text(range.bounds(value.text))
    case .version: return .version(range.bounds(Version(value.text)))
    case .long, .double:
      guard let number = Self.number(value.text) else { throw failure(value, "a number") }
      return .number(range.bounds(number))
    case .ip:
      guard let address = IPAddress(value.text) else { throw failure(value, "an address") }
      return .ip(range.bounds(address))
    case .date:
      // An end that belongs to the range takes in the whole unit, one that does not leaves the whole unit out.
      let rounding: DateMath.Rounding = range == .greater || range == .lessOrEqual ? .up : .down
      return .date(range.bounds(try date(value, rounding)))
    case .boolean, .geoPoint:
      throw failure(value, "no range")
    }
  }
}

extension KQLRange {
  func bounds<Value>(_ value: Value) -> Bounds<Value> {
    switch self {
    case .less: Bounds(upper: .init(value: value, isInclusive: false))
    case .lessOrEqual: Bounds(upper: .init(value: value, isInclusive: true))
    case .greater: Bounds(lower: .init(value: value, isInclusive: false))
    case .greaterOrEqual: Bounds(lower: .init(value: value, isInclusive: true))
    }
  }
}
