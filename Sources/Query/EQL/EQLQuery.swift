/// A query of the Event Query Language.
public struct EQLQuery: Sendable, Hashable {
  /// What is looked for.
  public enum Search: Sendable, Hashable {
    /// Single events.
    case event(EQLFilter)
    /// Events in order.
    case sequence(EQLSequence)
    /// Events of one key in any order.
    case sample([EQLTerm])
  }

  /// What is done with the results.
  public enum Pipe: Sendable, Hashable {
    /// Only the first ones.
    case head(Int)
    /// Only the last ones.
    case tail(Int)
  }

  /// What is looked for.
  public let search: Search
  /// What is done with the results, in order.
  public let pipes: [Pipe]
}

/// A condition on one event.
public struct EQLFilter: Sendable, Hashable {
  /// The value of the category field; nil for `any`.
  public let category: String?
  /// What must hold.
  public let condition: EQLNode
}

/// A field in a query.
public struct EQLField: Sendable, Hashable {
  /// The dotted path.
  public let path: String
  /// Whether it was written with `?`: a field that is missing is then null also as a key.
  public let isOptional: Bool
}

/// One step of a sequence or a sample.
public struct EQLTerm: Sendable, Hashable {
  /// The condition.
  public let filter: EQLFilter
  /// The key fields, those of the whole query first.
  public let keys: [EQLField]
  /// How many events in a row the step stands for.
  public let runs: Int
  /// Whether the step is `![…]`: such an event must not be there.
  public let isMissing: Bool
}

/// Events in order.
public struct EQLSequence: Sendable, Hashable {
  /// The steps.
  public let terms: [EQLTerm]
  /// The event that ends a search.
  public let until: EQLTerm?
  /// The longest time from the first to the last event, in nanoseconds.
  public let maximumSpan: Int64?
}

/// An expression.
public indirect enum EQLNode: Sendable, Hashable {
  /// A comparison.
  public enum Comparison: String, Sendable, Hashable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// A calculation.
  public enum Arithmetic: String, Sendable, Hashable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
  }

  case literal(Value)
  case field(EQLField)
  case call(EQLFunction, ignoresCase: Bool, [EQLNode])
  case compare(Comparison, EQLNode, EQLNode)
  /// `in` and `in~`.
  case oneOf(EQLNode, [EQLNode], ignoresCase: Bool)
  /// `:`, `like` and `like~`.
  case like(EQLNode, [String], ignoresCase: Bool)
  /// `regex` and `regex~`.
  case regex(EQLNode, [String], ignoresCase: Bool)
  case arithmetic(Arithmetic, EQLNode, EQLNode)
  case not(EQLNode)
  case and([EQLNode])
  case or([EQLNode])
}

extension EQLNode {
  /// The fields that the expression names, in their order.
  public var fields: [EQLField] {
    var found: [EQLField] = []
    collect(into: &found)
    return found
  }

  private func collect(into found: inout [EQLField]) {
    switch self {
    case .literal: return
    case .field(let field): if !found.contains(field) { found.append(field) }
    case .call(_, _, let parts), .and(let parts), .or(let parts):
      for part in parts { part.collect(into: &found) }
    case .compare(_, let left, let right), .arithmetic(_, let left, let right):
      left.collect(into: &found)
      right.collect(into: &found)
    case .oneOf(let part, let others, _):
      part.collect(into: &found)
      for other in others { other.collect(into: &found) }
    case .like(let part, _, _), .regex(let part, _, _), .not(let part): part.collect(into: &found)
    }
  }
}

extension EQLQuery {
  /// The filters of the query in order; `until` comes last.
  public var terms: [EQLTerm] {
    switch search {
    case .event(let filter): [EQLTerm(filter: filter, keys: [], runs: 1, isMissing: false)]
    case .sequence(let sequence): sequence.terms + (sequence.until.map { [$0] } ?? [])
    case .sample(let terms): terms
    }
  }

  /// Applies the pipes to results.
  public func piped<Result>(_ results: [Result]) -> [Result] {
    pipes.reduce(results) { results, pipe in
      switch pipe {
      case .head(let count): Array(results.prefix(count))
      case .tail(let count): Array(results.suffix(count))
      }
    }
  }
}
