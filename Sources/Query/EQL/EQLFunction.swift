/// A function of the language.
///
/// Source: Elasticsearch reference, "EQL function reference"
/// (https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref). Names are compared without regard to
/// case.
public enum EQLFunction: String, Sendable, Hashable, CaseIterable {
  case add
  case between
  case cidrMatch
  case concat
  case divide
  case endsWith
  case indexOf
  case length
  case match
  case modulo
  case multiply
  case number
  case startsWith
  case string
  case stringContains
  case substring
  case subtract
  case wildcard

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue.lowercased(), $0) })

  /// The function of a name; nil when there is none.
  public init?(name: String) {
    guard let function = Self.byName[name.lowercased()] else { return nil }
    self = function
  }

  /// How many arguments the function takes.
  public var arity: ClosedRange<Int> {
    switch self {
    case .add, .divide, .modulo, .multiply, .subtract, .endsWith, .startsWith, .stringContains: 2...2
    case .between: 3...4
    case .cidrMatch, .match, .wildcard: 2...1024
    case .concat: 1...1024
    case .indexOf, .substring: 2...3
    case .length, .string: 1...1
    case .number: 1...2
    }
  }

  /// Whether `~` behind the name makes the function ignore case.
  public var hasCaselessForm: Bool {
    switch self {
    case .between, .endsWith, .indexOf, .match, .startsWith, .stringContains, .wildcard: true
    default: false
    }
  }

  /// Whether the result is true or false.
  public var isPredicate: Bool {
    switch self {
    case .cidrMatch, .endsWith, .match, .startsWith, .stringContains, .wildcard: true
    default: false
    }
  }
}
