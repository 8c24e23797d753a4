/// A regular language as Lucene's syntax describes it.
indirect enum LuceneRegexNode: Hashable, Sendable {
  /// No text at all.
  case nothing
  /// The empty text.
  case empty
  case set(ScalarSet)
  case concatenation(LuceneRegexNode, LuceneRegexNode)
  case union(Set<LuceneRegexNode>)
  case intersection(Set<LuceneRegexNode>)
  case complement(LuceneRegexNode)
  case repetition(LuceneRegexNode, minimum: Int, maximum: Int?)

  /// Every text.
  static let anything = repetition(.set(.all), minimum: 0, maximum: nil)

  /// Whether the empty text belongs to the language.
  var isNullable: Bool {
    switch self {
    case .nothing, .set: false
    case .empty: true
    case .concatenation(let first, let second): first.isNullable && second.isNullable
    case .union(let parts): parts.contains { $0.isNullable }
    case .intersection(let parts): parts.allSatisfy { $0.isNullable }
    case .complement(let part): !part.isNullable
    case .repetition(let part, let minimum, _): minimum == 0 || part.isNullable
    }
  }

  // MARK: Building without needless parts, so that equal languages become equal nodes often enough

  static func sequence(_ first: LuceneRegexNode, _ second: LuceneRegexNode) -> LuceneRegexNode {
    if first == .nothing || second == .nothing { return .nothing }
    if first == .empty { return second }
    if second == .empty { return first }
    if case .concatenation(let head, let tail) = first { return .concatenation(head, sequence(tail, second)) }
    return .concatenation(first, second)
  }

  static func either(_ parts: [LuceneRegexNode]) -> LuceneRegexNode {
    var all: Set<LuceneRegexNode> = []
    for part in parts {
      if part == .nothing { continue }
      if part == anything { return anything }
      if case .union(let inner) = part { all.formUnion(inner) } else { all.insert(part) }
    }
    guard let only = all.first else { return .nothing }
    return all.count == 1 ? only : .union(all)
  }

  static func both(_ parts: [LuceneRegexNode]) -> LuceneRegexNode {
    var all: Set<LuceneRegexNode> = []
    for part in parts {
      if part == .nothing { return .nothing }
      if part == anything { continue }
      if case .intersection(let inner) = part { all.formUnion(inner) } else { all.insert(part) }
    }
    guard let only = all.first else { return anything }
    return all.count == 1 ? only : .intersection(all)
  }

  static func negation(_ part: LuceneRegexNode) -> LuceneRegexNode {
    if part == .nothing { return anything }
    if part == anything { return .nothing }
    if case .complement(let inner) = part { return inner }
    return .complement(part)
  }

  static func times(_ part: LuceneRegexNode, _ minimum: Int, _ maximum: Int?) -> LuceneRegexNode {
    if maximum == 0 || part == .empty { return .empty }
    if part == .nothing { return minimum == 0 ? .empty : .nothing }
    if minimum == 1, maximum == 1 { return part }
    return .repetition(part, minimum: minimum, maximum: maximum)
  }

  /// What may follow once a scalar was read: Brzozowski's derivative.
  ///
  /// Source: J. A. Brzozowski, "Derivatives of Regular Expressions", Journal of the ACM 11 (1964).
  func derivative(_ scalar: UInt32) -> LuceneRegexNode {
    switch self {
    case .nothing, .empty: return .nothing
    case .set(let set): return set.contains(scalar) ? .empty : .nothing
    case .concatenation(let first, let second):
      let rest = Self.sequence(first.derivative(scalar), second)
      return first.isNullable ? Self.either([rest, second.derivative(scalar)]) : rest
    case .union(let parts): return Self.either(parts.map { $0.derivative(scalar) })
    case .intersection(let parts): return Self.both(parts.map { $0.derivative(scalar) })
    case .complement(let part): return Self.negation(part.derivative(scalar))
    case .repetition(let part, let minimum, let maximum):
      return Self.sequence(
        part.derivative(scalar), Self.times(part, max(0, minimum - 1), maximum.map { $0 - 1 }))
    }
  }

  /// The sets of scalars that the expression names.
  var sets: [ScalarSet] {
    switch self {
    case .nothing, .empty: []
    case .set(let set): [set]
    case .concatenation(let first, let second): first.sets + second.sets
    case .union(let parts), .intersection(let parts): parts.flatMap(\.sets)
    case .complement(let part), .repetition(let part, _, _): part.sets
    }
  }
}
