public import Events
public import Query
public import Rules

/// Rules compiled together, ready to be matched in one pass.
public struct RuleSet: Sendable {
  /// All rules that were given, in their order.
  public let rules: [Rule]
  /// Whether each rule runs, at the same places.
  public let checks: [RuleCheck]
  /// The program of all rules that run.
  public let program: Program
  /// For each query of the program the place of its rule.
  let ruleOfQuery: [Int]

  /// Compiles rules. A rule that cannot run is kept with its reason.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - types: The types of fields, with their limits.
  ///   - now: The time that date maths in queries refers to.
  public init(_ rules: [Rule], types: FieldTypes = .standard, now: Timestamp) {
    let compiler = RuleCompiler(types: types, now: now)
    var builder = ProgramBuilder(types: types)
    var checks: [RuleCheck] = []
    var ruleOfQuery: [Int] = []
    for (number, rule) in rules.enumerated() {
      let result = compiler.compile(rule)
      checks.append(result.check)
      guard let expression = result.expression else { continue }
      _ = builder.add(expression)
      ruleOfQuery.append(number)
    }
    self.rules = rules
    self.checks = checks
    self.ruleOfQuery = ruleOfQuery
    program = builder.build()
  }

  /// How many rules run.
  public var runningCount: Int { ruleOfQuery.count }

  /// The places of the rules whose index patterns an event's index fits. An event without an index fits every rule.
  func accepts(rule: Int, index: String?) -> Bool {
    guard let index, let patterns = rules[rule].index, !patterns.isEmpty else { return true }
    return IndexPattern.matches(patterns, index)
  }
}
