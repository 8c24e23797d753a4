public import Events

/// Gives the conditions of an EQL query their meaning: Elasticsearch's, by the type of each field.
///
/// Conditions on a field and a constant become tests; everything else is calculated. Negation is that of documents: a
/// condition on a field that is missing is false, and its negation true.
/// Source: Elasticsearch reference, "EQL syntax reference", and the translation of queries that its tests record
/// (elastic/elasticsearch, `x-pack/plugin/eql`, `querytranslator_tests.txt`).
public struct EQLCompiler: Sendable {
  private let types: FieldTypes
  private let now: Timestamp
  private let categoryField: String

  /// A compiler.
  ///
  /// - Parameters:
  ///   - types: The types of fields.
  ///   - now: The time that date maths refers to.
  ///   - categoryField: The field that the word in front of `where` names a value of.
  public init(types: FieldTypes = .standard, now: Timestamp, categoryField: String = "event.category") {
    self.types = types
    self.now = now
    self.categoryField = categoryField
  }

  /// The meaning of a filter.
  ///
  /// - Throws: `EQLCompileError` when a value does not fit its field.
  public func compile(_ filter: EQLFilter) throws(EQLCompileError) -> Expression {
    let condition = try compile(filter.condition)
    guard let category = filter.category else { return condition }
    return .conjunction([.test(field: categoryField, .term(category, ignoresCase: false)), condition])
  }

  /// The meaning of a condition.
  func compile(_ node: EQLNode) throws(EQLCompileError) -> Expression {
    if node.fields.isEmpty {
      try checkPatterns(node)
      switch EQLEvaluator(bindings: [:]).value(node) {
      case .boolean(let flag): return flag ? .all : .none
      case .null: return .none
      default: throw EQLCompileError("a condition must be true or false, not a value")
      }
    }
    switch node {
    case .not(let part): return Self.negation(try compile(part))
    case .and(let parts):
      return .conjunction(try each(parts) { (part) throws(EQLCompileError) in try compile(part) })
    case .or(let parts):
      return .disjunction(try each(parts) { (part) throws(EQLCompileError) in try compile(part) })
    case .field(let field): return .test(field: field.path, .boolean(true))
    case .compare(let comparison, let left, let right): return try compare(comparison, left, right)
    case .oneOf(let part, let values, let ignoresCase): return try oneOf(part, values, ignoresCase)
    case .like(let part, let patterns, let ignoresCase): return try like(part, patterns, ignoresCase)
    case .regex(let part, let patterns, let ignoresCase): return try regex(part, patterns, ignoresCase)
    case .call(let function, let ignoresCase, let arguments):
      return try call(function, ignoresCase, arguments)
    case .literal, .arithmetic: throw EQLCompileError("a condition must be true or false, not a value")
    }
  }

  private func each<Part>(
    _ parts: [Part], _ body: (Part) throws(EQLCompileError) -> Expression
  ) throws(EQLCompileError) -> [Expression] {
    var result: [Expression] = []
    for part in parts { result.append(try body(part)) }
    return result
  }

  private static func negation(_ expression: Expression) -> Expression {
    switch expression {
    case .all: .none
    case .none: .all
    default: .not(expression)
    }
  }

  /// Calculated conditions hold regular expressions too; they are read once here, so that mistakes are found.
  private func computed(_ node: EQLNode) throws(EQLCompileError) -> Expression {
    try checkPatterns(node)
    return .computed(ComputedTest(node))
  }

  private func checkPatterns(_ node: EQLNode) throws(EQLCompileError) {
    switch node {
    case .regex(let part, let patterns, let ignoresCase):
      try checkPatterns(part)
      _ = try checked(patterns, ignoresCase)
    case .call(.match, let ignoresCase, let arguments):
      let patterns = arguments.dropFirst().compactMap { argument -> String? in
        if case .literal(.text(let text)) = argument { text } else { nil }
      }
      _ = try checked(patterns, ignoresCase)
    case .call(_, _, let parts), .and(let parts), .or(let parts):
      for part in parts { try checkPatterns(part) }
    case .compare(_, let left, let right), .arithmetic(_, let left, let right):
      try checkPatterns(left)
      try checkPatterns(right)
    case .oneOf(let part, let others, _):
      try checkPatterns(part)
      for other in others { try checkPatterns(other) }
    case .like(let part, _, _), .not(let part): try checkPatterns(part)
    case .literal, .field: return
    }
  }

  private func checked(_ patterns: [String], _ ignoresCase: Bool) throws(EQLCompileError) -> String {
    let joined = EQLPattern.joined(patterns)
    do {
      _ = try LuceneRegex(joined, ignoresCase: ignoresCase)
    } catch {
      throw EQLCompileError("\"\(joined)\": \(error)")
    }
    return joined
  }

  // MARK: Comparisons

  private func compare(
    _ comparison: EQLNode.Comparison, _ left: EQLNode, _ right: EQLNode
  ) throws(EQLCompileError) -> Expression {
    if left.fields.isEmpty, !right.fields.isEmpty { return try compare(comparison.mirrored, right, left) }
    if comparison == .unequal { return Self.negation(try compare(.equal, left, right)) }
    guard case .field(let field) = left, right.fields.isEmpty else {
      return try computed(.compare(comparison, left, right))
    }
    let value = EQLEvaluator(bindings: [:]).value(right)
    if value.isNull {
      return comparison == .equal ? .not(.test(field: field.path, .exists)) : .none
    }
    return .test(field: field.path, try EQLLeaf(field.path, types, now).test(comparison, value))
  }

  private func oneOf(
    _ part: EQLNode, _ values: [EQLNode], _ ignoresCase: Bool
  ) throws(EQLCompileError) -> Expression {
    let constants = values.compactMap { value in
      value.fields.isEmpty ? EQLEvaluator(bindings: [:]).value(value) : nil
    }
    guard case .field(let field) = part, constants.count == values.count else {
      return try computed(.oneOf(part, values, ignoresCase: ignoresCase))
    }
    let leaf = EQLLeaf(field.path, types, now)
    let texts = constants.compactMap(\.string)
    if texts.count == constants.count, leaf.isTextual {
      return .test(field: field.path, .terms(Set(texts), ignoresCase: ignoresCase))
    }
    return .disjunction(
      try each(constants.filter { !$0.isNull }) { (value) throws(EQLCompileError) in
        .test(field: field.path, try leaf.test(.equal, value))
      })
  }

  private func like(
    _ part: EQLNode, _ patterns: [String], _ ignoresCase: Bool
  ) throws(EQLCompileError) -> Expression {
    guard case .field(let field) = part else {
      return try computed(.like(part, patterns, ignoresCase: ignoresCase))
    }
    let leaf = EQLLeaf(field.path, types, now)
    return .disjunction(
      try each(patterns) { (pattern) throws(EQLCompileError) in
        .test(field: field.path, try leaf.like(pattern, ignoresCase: ignoresCase))
      })
  }

  private func regex(
    _ part: EQLNode, _ patterns: [String], _ ignoresCase: Bool
  ) throws(EQLCompileError) -> Expression {
    let joined = try checked(patterns, ignoresCase)
    guard case .field(let field) = part else {
      return .computed(ComputedTest(.regex(part, patterns, ignoresCase: ignoresCase)))
    }
    return .test(field: field.path, .regex(joined, ignoresCase: ignoresCase))
  }

  // MARK: Functions

  /// Functions of a field and constants that are tests become such; they pass for the same events.
  private func call(
    _ function: EQLFunction, _ ignoresCase: Bool, _ arguments: [EQLNode]
  ) throws(EQLCompileError) -> Expression {
    guard function.isPredicate else {
      throw EQLCompileError("\(function.rawValue) returns a value; a condition must be true or false")
    }
    let constants = arguments.dropFirst().compactMap { argument -> String? in
      if case .literal(.text(let text)) = argument { text } else { nil }
    }
    if function == .cidrMatch { try checkNetworks(constants) }
    guard case .field(let field) = arguments[0], constants.count == arguments.count - 1,
      let expression = try test(function, field.path, constants, ignoresCase)
    else { return try computed(.call(function, ignoresCase: ignoresCase, arguments)) }
    return expression
  }

  private func checkNetworks(_ texts: [String]) throws(EQLCompileError) {
    if let wrong = texts.first(where: { IPNetwork($0) == nil }) {
      throw EQLCompileError("cidrMatch: \"\(wrong)\" is no range of addresses such as 10.0.0.0/8")
    }
  }

  private func test(
    _ function: EQLFunction, _ field: String, _ texts: [String], _ ignoresCase: Bool
  ) throws(EQLCompileError) -> Expression? {
    // Full folding of letters outside ASCII is calculated.
    if ignoresCase, !texts.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) { return nil }
    let isPlain = EQLLeaf(field, types, now).isTextual
    func wildcard(_ pieces: [Wildcard.Piece]) -> Expression {
      .test(field: field, .wildcard(Wildcard(pieces), ignoresCase: ignoresCase))
    }
    switch function {
    case .startsWith where isPlain && !texts[0].isEmpty:
      return wildcard([.literal(Array(texts[0].utf8)), .any])
    case .endsWith where isPlain && !texts[0].isEmpty:
      return wildcard([.any, .literal(Array(texts[0].utf8))])
    case .stringContains where isPlain && !texts[0].isEmpty:
      return wildcard([.any, .literal(Array(texts[0].utf8)), .any])
    case .wildcard where isPlain:
      return try like(.field(EQLField(path: field, isOptional: false)), texts, ignoresCase)
    case .cidrMatch:
      return .disjunction(
        texts.compactMap { IPNetwork($0) }.map { .test(field: field, .ip(.closed($0.first, $0.last))) })
    default: return nil
    }
  }
}

extension EQLNode.Comparison {
  /// The comparison with its sides exchanged.
  var mirrored: EQLNode.Comparison {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  func bounds<Bound>(_ value: Bound) -> Bounds<Bound> {
    switch self {
    case .equal, .unequal: .exactly(value)
    case .less: Bounds(upper: .init(value: value, isInclusive: false))
    case .lessOrEqual: Bounds(upper: .init(value: value, isInclusive: true))
    case .greater: Bounds(lower: .init(value: value, isInclusive: false))
    case .greaterOrEqual: Bounds(lower: .init(value: value, isInclusive: true))
    }
  }
}
