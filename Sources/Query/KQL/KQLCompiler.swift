public import Events

/// Gives a KQL query its meaning: Elasticsearch's, by the type of each field, as Kibana translates queries for it.
///
/// Source: elastic/kibana, package `kbn-es-query`, `kuery/functions` (`is`, `range`, `exists`, `nested`).
public struct KQLCompiler: Sendable {
  private let types: FieldTypes
  private let now: Timestamp

  /// A compiler.
  ///
  /// - Parameters:
  ///   - types: The types of fields.
  ///   - now: The time that date maths refers to.
  public init(types: FieldTypes = .standard, now: Timestamp) {
    self.types = types
    self.now = now
  }

  /// The meaning of a query.
  ///
  /// - Throws: `KQLCompileError` when a value does not fit the type of its field.
  public func compile(_ node: KQLNode) throws(KQLCompileError) -> Expression {
    try compile(node, below: "")
  }

  private func compile(_ node: KQLNode, below path: String) throws(KQLCompileError) -> Expression {
    switch node {
    case .empty: return .all
    case .or(let parts):
      return .disjunction(
        try each(parts) { (part) throws(KQLCompileError) in try compile(part, below: path) })
    case .and(let parts):
      return .conjunction(
        try each(parts) { (part) throws(KQLCompileError) in try compile(part, below: path) })
    case .not(let part): return .not(try compile(part, below: path))
    case .isValue(let field, let value):
      guard let field else { return anyField(value) }
      return try leaf(field, below: path, .value(value))
    case .list(let field, let values): return try list(field, values, below: path)
    case .range(let field, let range, let value): return try leaf(field, below: path, .range(range, value))
    case .nested(let field, let inner):
      let full = Self.join(path, field.text)
      let expression = try compile(inner, below: full)
      return .nested(path: full, expression)
    }
  }

  private func each(
    _ parts: [KQLNode], _ body: (KQLNode) throws(KQLCompileError) -> Expression
  ) throws(KQLCompileError) -> [Expression] {
    var result: [Expression] = []
    for part in parts { result.append(try body(part)) }
    return result
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }

  private func list(_ field: KQLField, _ node: KQLNode, below path: String) throws(KQLCompileError)
    -> Expression
  {
    switch node {
    case .or(let parts):
      return .disjunction(
        try each(parts) { (part) throws(KQLCompileError) in try list(field, part, below: path) })
    case .and(let parts):
      return .conjunction(
        try each(parts) { (part) throws(KQLCompileError) in try list(field, part, below: path) })
    case .not(let part): return .not(try list(field, part, below: path))
    case .isValue(_, let value): return try leaf(field, below: path, .value(value))
    case .empty, .list, .range, .nested: return try compile(node, below: path)
    }
  }

  /// A value without a field is looked for in every field; white space in a pattern separates alternatives.
  private func anyField(_ value: KQLValue) -> Expression {
    .disjunction(
      value.clauses.map { clause in
        if let wildcard = clause.wildcard, wildcard.isUniversal { return .all }
        let question = FieldNameTest.Question.value(clause)
        return .anyField(FieldNameTest(names: Wildcard([.any]), question: question, now: time(for: question)))
      })
  }

  /// The time that a question needs: the same query asked later is the same question unless it speaks of now.
  private func time(for question: FieldNameTest.Question) -> Timestamp {
    switch question {
    case .exists: Timestamp(nanoseconds: 0)
    case .value(let value), .range(_, let value):
      value.text.contains("now") ? now : Timestamp(nanoseconds: 0)
    }
  }

  private func leaf(
    _ field: KQLField, below path: String, _ question: FieldNameTest.Question
  ) throws(KQLCompileError) -> Expression {
    if let pattern = field.wildcard {
      let names = path.isEmpty ? pattern : Wildcard([.literal(Array("\(path).".utf8))] + pattern.pieces)
      let isExists =
        if case .value(let value) = question { value.wildcard?.isUniversal ?? false } else { false }
      if isExists, names.isUniversal { return .all }
      let asked = isExists ? .exists : question
      return .anyField(FieldNameTest(names: names, question: asked, now: time(for: asked)))
    }
    let name = Self.join(path, field.text)
    let leaf = KQLLeaf(field: name, type: types.type(of: name), now: now)
    return try leaf.expression(question)
  }
}
