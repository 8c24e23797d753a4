/// A query of ES|QL: commands that hand on a table.
public struct ESQLQuery: Sendable {
  /// The commands, in order; the first one is the source.
  public let commands: [ESQLCommand]
}

/// One command.
public enum ESQLCommand: Sendable {
  case from(indices: [String], metadata: [String])
  case row([ESQLField])
  case filter(ESQLNode)
  case eval([ESQLField])
  case keep([String])
  case drop([String])
  case rename([(old: String, new: String)])
  case stats([ESQLAggregate], by: [ESQLField], isInline: Bool)
  case sort([ESQLOrder])
  case limit(Int)
  case expand(String)
  case grok(String, [String])
  case dissect(String, pattern: String, separator: String)
  case enrich(policy: String, on: String?, with: [(new: String, field: String)])
  case lookupJoin(table: String, on: [String])
  /// A command that this engine does not carry out.
  case unsupported(String)
}

/// A column that is calculated.
public struct ESQLField: Sendable {
  /// The name; the text of the expression when none was given.
  public let name: String
  /// The expression.
  public let node: ESQLNode
}

/// A column of STATS, with the condition of the rows it counts.
public struct ESQLAggregate: Sendable {
  /// The column.
  public let field: ESQLField
  /// Only rows for which this is true take part.
  public let filter: ESQLNode?
}

/// A key of SORT.
public struct ESQLOrder: Sendable {
  /// The key.
  public let node: ESQLNode
  /// Whether small values come first.
  public let isAscending: Bool
  /// Whether rows without a value come first.
  public let nullsFirst: Bool
}

/// An expression.
public indirect enum ESQLNode: Sendable, Hashable {
  case literal(Value)
  case column(String)
  /// A function by its name in lower case. Operators are functions too: `+`, `==`, `and`, `like` …
  case call(String, [ESQLNode])
  /// `*` as an argument of COUNT.
  case star

  /// The names of the columns in the expression.
  public var columns: Set<String> {
    switch self {
    case .literal, .star: []
    case .column(let name): [name]
    case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.columns) }
    }
  }
}
