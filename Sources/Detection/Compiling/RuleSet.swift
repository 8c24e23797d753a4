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
  /// For each query of the program what it belongs to.
  let targets: [QueryTarget]
  /// What runs, by the rule's place.
  let compiled: [Int: CompiledRule]
  /// What is kept of events, by the rule's place.
  let rowPlans: [Int: RowPlan]
  /// Rules that read alerts only.
  let alertReaders: Set<Int>
  /// Rules whose index patterns name other sources than CloudTrail.
  let foreign: Set<Int>

  /// Compiles rules. A rule that cannot run is kept with its reason.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - types: The types of fields, with their limits.
  ///   - now: The time that date maths in queries refers to.
  ///   - indicators: The indicators of indicator match rules.
  ///   - tables: The tables that ES|QL queries look up.
  public init(
    _ rules: [Rule], types: FieldTypes = .standard, now: Timestamp, indicators: Indicators = Indicators(),
    tables: LookupTables = LookupTables()
  ) {
    let compiler = RuleCompiler(types: types, now: now, indicators: indicators, tables: tables)
    var builder = ProgramBuilder(types: types)
    var checks: [RuleCheck] = []
    var targets: [QueryTarget] = []
    var compiled: [Int: CompiledRule] = [:]
    var rowPlans: [Int: RowPlan] = [:]
    for (number, rule) in rules.enumerated() {
      let result = compiler.compile(rule)
      checks.append(result.check)
      guard let body = result.compiled else { continue }
      compiled[number] = body
      for (step, query) in body.queries.enumerated() {
        _ = builder.add(query)
        targets.append(QueryTarget(rule: number, step: step))
      }
      var conditions: [Int] = []
      for condition in body.conditions {
        conditions.append(builder.add(condition, onRequest: true))
        targets.append(QueryTarget(rule: number, step: body.queries.count + conditions.count - 1))
      }
      if case .rows(let rowRule) = body.body {
        rowPlans[number] = RowPlan(
          rule: rowRule, fields: rowRule.fields.map { builder.field($0) }, conditions: conditions,
          timeField: rule.timestampOverride.map { builder.field($0) }, collapses: rowRule is AnomalyRule)
      }
    }
    self.rules = rules
    self.checks = checks
    self.targets = targets
    self.compiled = compiled
    self.rowPlans = rowPlans
    alertReaders = Set(compiled.filter { AlertIndex.isReadOnly($0.value.indices) }.keys)
    foreign = Set(compiled.filter { IndexPattern.excludesCloudTrail($0.value.indices ?? []) }.keys)
    program = builder.build()
  }

  /// How many rules run.
  public var runningCount: Int { compiled.count }

  /// Whether a rule's index patterns fit an event's index. An event without an index fits every rule; a raw record fits
  /// those that do not read other sources only.
  func accepts(rule: Int, index: String?, isRecord: Bool) -> Bool {
    if isRecord { return !foreign.contains(rule) }
    guard let index, let patterns = compiled[rule]?.indices, !patterns.isEmpty else { return true }
    return IndexPattern.matches(patterns, index)
  }
}

extension CompiledRule {
  var queries: [Expression] {
    switch body {
    case .event(let query, _): [query]
    case .rows(let rule): rule.queries
    }
  }

  var conditions: [Expression] {
    if case .rows(let rule) = body { rule.conditions } else { [] }
  }
}
