import CloudTrail
public import Events
public import Query
public import Rules

/// Rules compiled together, ready to be matched in one pass.
public struct RuleSet: Sendable {
  /// All rules that were given, in their order.
  public let rules: [Rule]
  /// The types of fields.
  let types: FieldTypes
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
  /// The exceptions of each rule, by its place.
  let exceptions: [Int: [RuleException]]
  /// Exceptions that cannot be applied, with the reason.
  public let exceptionProblems: [String]
  /// Rules that read alerts only.
  let alertReaders: Set<Int>
  /// Rules whose index patterns name other sources than CloudTrail.
  let foreign: Set<Int>
  /// Rules that can judge an event by itself, whatever they do in runs of a schedule.
  let judgeSingleEvents: Set<Int>
  /// Whether every row is kept, as runs of a schedule want it.
  private let keepsEveryRow: Bool

  /// Compiles rules. A rule that cannot run is kept with its reason.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - types: The types of fields, with their limits.
  ///   - now: The time that date maths in queries refers to.
  ///   - indicators: The indicators of indicator match rules.
  ///   - tables: The tables that ES|QL queries look up.
  ///   - exceptions: The exceptions. Those that are expired are left out.
  ///   - keepsEvents: Whether rules that look at one event keep it for runs of a schedule, instead of raising alerts at
  ///     once.
  ///   - isScheduled: Whether that holds for those rules only of which the runs decide what is found: rules with
  ///     suppression, and rules that compare events with indicators that may come later.
  public init(
    _ rules: [Rule], types: FieldTypes = .standard, now: Timestamp, indicators: Indicators = Indicators(),
    tables: LookupTables = LookupTables(), exceptions: ExceptionSet = ExceptionSet(),
    keepsEvents: Bool = false, isScheduled: Bool = false
  ) {
    let compiler = RuleCompiler(types: types, now: now, indicators: indicators, tables: tables)
    var builder = ProgramBuilder(types: types)
    var checks: [RuleCheck] = []
    var targets: [QueryTarget] = []
    var compiled: [Int: CompiledRule] = [:]
    var rowPlans: [Int: RowPlan] = [:]
    var judgeSingleEvents: Set<Int> = []
    for (number, rule) in rules.enumerated() {
      let result = compiler.compile(rule)
      checks.append(result.check)
      guard var body = result.compiled else { continue }
      if body.judgesSingleEvents { judgeSingleEvents.insert(number) }
      let hasRuns = rule.suppression != nil || body.scheduled != nil
      if keepsEvents || (isScheduled && hasRuns) { body = body.keepingEvents(rule) }
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
          timeField: rule.timestampOverride.map { builder.field($0) },
          choosesByArrival: rule.timestampOverride == "event.ingested", schedule: rule.schedule,
          collapses: rowRule is AnomalyRule)
      }
    }
    let compiledExceptions = Self.compile(
      exceptions, rules: rules, running: Set(compiled.keys), types: types, now: now, &builder)
    self.exceptions = compiledExceptions.byRule
    exceptionProblems = compiledExceptions.problems
    self.rules = rules
    self.types = types
    self.checks = checks
    self.targets = targets
    self.compiled = compiled
    self.rowPlans = rowPlans
    alertReaders = Set(compiled.keys.filter { AlertIndex.isReadOnly(compiled[$0]?.indices) })
    foreign = Self.foreign(compiled)
    keepsEveryRow = keepsEvents
    self.judgeSingleEvents = judgeSingleEvents
    program = builder.build()
  }

  /// The rules whose index patterns name other sources than CloudTrail. Most rules share their patterns.
  private static func foreign(_ compiled: [Int: CompiledRule]) -> Set<Int> {
    let byPatterns = Dictionary(grouping: compiled.keys) { compiled[$0]?.indices ?? [] }
    return byPatterns.reduce(into: []) { rules, entry in
      if IndexPattern.excludesCloudTrail(entry.key) { rules.formUnion(entry.value) }
    }
  }

  /// How the rows of a rule are kept; nil for a rule that looks at one event.
  func keeper(_ rule: Int) -> RowKeeper? {
    guard let plan = rowPlans[rule] else { return nil }
    if plan.collapses, let first = plan.fields.first {
      return RowKeeper(plan, .collapsed(first: first, second: plan.fields.count > 1 ? plan.fields[1] : -1))
    }
    guard !keepsEveryRow, let newTerms = plan.rule as? NewTermsRule,
      let terms = TermPlan(
        fields: plan.fields, historyStart: newTerms.historyStart, schedule: rules[rule].schedule)
    else { return RowKeeper(plan, .rows) }
    return RowKeeper(plan, .terms(terms))
  }

  /// Adds the conditions of exceptions to the program; an item that several rules share is one condition.
  private static func compile(
    _ exceptions: ExceptionSet, rules: [Rule], running: Set<Int>, types: FieldTypes, now: Timestamp,
    _ builder: inout ProgramBuilder
  ) -> (byRule: [Int: [RuleException]], problems: [String]) {
    let compiler = ExceptionCompiler(valueLists: exceptions.valueLists, types: types, now: now)
    var queries: [ExceptionItem: Int] = [:]
    var problems: [String] = []
    for item in exceptions.items where item.isActive(at: now) {
      do throws(RuleError) {
        queries[item] = builder.add(try compiler.expression(for: item), onRequest: true)
      } catch {
        problems.append("\(error)")
      }
    }
    var byRule: [Int: [RuleException]] = [:]
    for (number, rule) in rules.enumerated() where running.contains(number) {
      let own = exceptions.items(for: rule).compactMap { item in
        queries[item].map { RuleException(item: item, query: $0) }
      }
      if !own.isEmpty { byRule[number] = own }
    }
    return (byRule, problems)
  }

  /// How many rules run.
  public var runningCount: Int { compiled.count }

  /// Whether the index patterns of a query's rule fit an event's index, or, for indicators, its patterns of these. A raw record
  /// is no indicator.
  func accepts(_ target: QueryTarget, index: String?, isRecord: Bool) -> Bool {
    guard target.step == ThreatRule.indicatorStep, rowPlans[target.rule]?.rule is ThreatRule else {
      return accepts(rule: target.rule, index: index, isRecord: isRecord)
    }
    guard !isRecord else { return false }
    return index.map { IndexPattern.matches(rules[target.rule].threatIndex, $0) } ?? true
  }

  /// A matcher for raw records, which does not look at queries whose rules take none.
  func matcher(for records: RecordSource) -> Matcher {
    Matcher(program: program, for: records) { query in
      query >= targets.count || accepts(targets[query], index: nil, isRecord: true)
    }
  }

  /// Whether a rule's index patterns fit an event's index. An event without an index fits every rule; a raw record fits
  /// those that do not read other sources only.
  func accepts(rule: Int, index: String?, isRecord: Bool) -> Bool {
    if isRecord { return !foreign.contains(rule) }
    // Alerts are read only by rules that ask for them.
    if let index, index.hasPrefix(AlertIndex.prefix) {
      return IndexPattern.matches(compiled[rule]?.indices ?? [], index)
    }
    guard let index, let patterns = compiled[rule]?.indices, !patterns.isEmpty else { return true }
    return IndexPattern.matches(patterns, index)
  }
}

extension CompiledRule {
  func keepingEvents(_ rule: Rule) -> CompiledRule {
    guard case .event(let query, _) = body else { return self }
    let rows: any RowRule = scheduled ?? EventRowRule(query, isNewestFirst: rule.type == .eql)
    return CompiledRule(body: .rows(rows), indices: indices)
  }

  /// Whether the rule looks at one event by itself and could match one.
  var judgesSingleEvents: Bool {
    guard case .event(_, let threat) = body else { return false }
    return threat?.isEmpty != true
  }

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
