import Events

/// Calculates an expression for one choice of values. Null is contagious; a comparison with null is null.
struct EQLEvaluator {
  let bindings: [String: Value]

  func value(_ node: EQLNode) -> Value {
    switch node {
    case .literal(let value): return value
    case .field(let field): return bindings[field.path] ?? .null
    case .call(let function, let ignoresCase, let arguments):
      return EQLFunctions.call(function, ignoresCase: ignoresCase, arguments.map(value))
    case .compare(let comparison, let left, let right): return compare(comparison, left, right)
    case .oneOf(let part, let others, let ignoresCase): return oneOf(value(part), others, ignoresCase)
    case .like(let part, let patterns, let ignoresCase):
      return test(value(part)) { text in
        patterns.contains { EQLPattern.wildcard($0).matches(text, ignoresCase: ignoresCase) }
      }
    case .regex(let part, let patterns, let ignoresCase):
      return test(value(part)) { text in
        (try? LuceneRegex(EQLPattern.joined(patterns), ignoresCase: ignoresCase))?.matches(text) ?? false
      }
    case .arithmetic(let operation, let left, let right):
      return Self.arithmetic(operation, value(left), value(right))
    case .not(let part): return value(part).truth.map { .boolean(!$0) } ?? .null
    case .and(let parts): return conjunction(parts)
    case .or(let parts): return disjunction(parts)
    }
  }

  private func test(_ value: Value, _ body: (String) -> Bool) -> Value {
    value.printed.map { .boolean(body($0)) } ?? .null
  }

  private func conjunction(_ parts: [EQLNode]) -> Value {
    var isKnown = true
    for part in parts {
      switch value(part).truth {
      case false?: return .boolean(false)
      case nil: isKnown = false
      case true?: continue
      }
    }
    return isKnown ? .boolean(true) : .null
  }

  private func disjunction(_ parts: [EQLNode]) -> Value {
    var isKnown = true
    for part in parts {
      switch value(part).truth {
      case true?: return .boolean(true)
      case nil: isKnown = false
      case false?: continue
      }
    }
    return isKnown ? .boolean(false) : .null
  }

  private func oneOf(_ value: Value, _ others: [EQLNode], _ ignoresCase: Bool) -> Value {
    guard !value.isNull else { return .null }
    return .boolean(
      others.contains { other in
        let other = self.value(other)
        if ignoresCase, let left = value.string, let right = other.string {
          return left.lowercased() == right.lowercased()
        }
        return Self.order(value, other) == .some(0)
      })
  }

  /// A comparison with the literal null asks whether there is a value; so does one of two optional fields.
  private func compare(_ comparison: EQLNode.Comparison, _ left: EQLNode, _ right: EQLNode) -> Value {
    let (first, second) = (value(left), value(right))
    let asksForNull =
      left == .literal(.null) || right == .literal(.null)
      || (Self.isOptional(left) && Self.isOptional(right) && (first.isNull || second.isNull))
    switch comparison {
    case .equal where asksForNull: return .boolean(first.isNull && second.isNull)
    case .unequal where asksForNull: return .boolean(first.isNull != second.isNull)
    default: break
    }
    guard let order = Self.order(first, second) else { return .null }
    return switch comparison {
    case .equal: .boolean(order == 0)
    case .unequal: .boolean(order != 0)
    case .less: .boolean(order < 0)
    case .lessOrEqual: .boolean(order <= 0)
    case .greater: .boolean(order > 0)
    case .greaterOrEqual: .boolean(order >= 0)
    }
  }

  private static func isOptional(_ node: EQLNode) -> Bool {
    if case .field(let field) = node { field.isOptional } else { false }
  }

  /// Less than, equal to or greater than 0 as the first value is to the second; nil when they cannot be compared.
  static func order(_ left: Value, _ right: Value) -> Int? {
    func compare<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    switch (left, right) {
    case (.long(let a), .long(let b)): return compare(a, b)
    case (.boolean(let a), .boolean(let b)): return a == b ? 0 : a ? 1 : -1
    case (.date(let a), .date(let b)): return compare(a, b)
    case (.date(let a), .text(let b)): return Timestamp(b).map { compare(a, $0) }
    case (.text(let a), .date(let b)): return Timestamp(a).map { compare($0, b) }
    case (.ip(let a), .ip(let b)): return compare(a, b)
    case (.ip(let a), .text(let b)): return IPAddress(b).map { compare(a, $0) }
    case (.text(let a), .ip(let b)): return IPAddress(a).map { compare($0, b) }
    case (.text(let a), .text(let b)):
      return a == b ? 0 : a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    default:
      guard let a = left.number, let b = right.number, !a.isNaN, !b.isNaN else { return nil }
      return compare(a, b)
    }
  }

  /// Whole numbers stay whole; what leaves 64 bits or divides by a whole zero is null.
  static func arithmetic(_ operation: EQLNode.Arithmetic, _ left: Value, _ right: Value) -> Value {
    if case .long(let a) = left, case .long(let b) = right {
      let (result, overflow) =
        switch operation {
        case .add: a.addingReportingOverflow(b)
        case .subtract: a.subtractingReportingOverflow(b)
        case .multiply: a.multipliedReportingOverflow(by: b)
        case .divide: a.dividedReportingOverflow(by: b)
        case .modulo: a.remainderReportingOverflow(dividingBy: b)
        }
      return overflow ? .null : .long(result)
    }
    guard let a = left.number, let b = right.number else { return .null }
    return switch operation {
    case .add: .double(a + b)
    case .subtract: .double(a - b)
    case .multiply: .double(a * b)
    case .divide: .double(a / b)
    case .modulo: .double(a.truncatingRemainder(dividingBy: b))
    }
  }
}
