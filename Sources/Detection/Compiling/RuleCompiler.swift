import Events
import Query
import Rules

/// Turns a rule into what runs, or says why the rule does not.
struct RuleCompiler {
  let types: FieldTypes
  let now: Timestamp
  let indicators: Indicators
  let tables: LookupTables

  struct Result {
    let check: RuleCheck
    let compiled: CompiledRule?
  }

  func compile(_ rule: Rule) -> Result {
    if let reason = unsupported(rule) { return Self.refused(.unsupported, reason) }
    do {
      let compiled = try body(rule)
      return Result(
        check: RuleCheck(status: .ok, reason: nil, notes: notes(compiled, rule)), compiled: compiled)
    } catch let error as UnsupportedRule {
      return Self.refused(.unsupported, error.reason)
    } catch let error as DSLFilterError {
      return Self.refused(.unsupported, "filter: \(error)")
    } catch {
      return Self.refused(.error, "\(error)")
    }
  }

  private static func refused(_ status: RuleCheck.Status, _ reason: String) -> Result {
    Result(check: RuleCheck(status: status, reason: reason, notes: []), compiled: nil)
  }

  /// What must be known before the query can even be read.
  private func unsupported(_ rule: Rule) -> String? {
    if rule.language == .lucene { return "language lucene" }
    if rule.type == .savedQuery, rule.query == nil { return "the saved query lies in Kibana" }
    return nil
  }

  private func body(_ rule: Rule) throws -> CompiledRule {
    switch rule.type {
    case .query, .savedQuery:
      return CompiledRule(body: .event(try kql(rule), nil), indices: rule.index)
    case .threshold:
      return CompiledRule(body: .rows(ThresholdRule(rule, query: try kql(rule))), indices: rule.index)
    case .newTerms:
      guard let start = rule.historyWindowStart else { throw UnsupportedRule("no start of the history") }
      let query = Expression.conjunction(
        [try kql(rule)] + rule.newTermsFields.map { .test(field: $0, .exists) })
      return CompiledRule(
        body: .rows(NewTermsRule(rule, query: query, historyStart: start)), indices: rule.index)
    case .threatMatch: return try threatMatch(rule)
    case .eql: return try eql(rule)
    case .esql: return try esql(rule)
    case .machineLearning: return try machineLearning(rule)
    }
  }

  // MARK: KQL

  private func kql(_ rule: Rule) throws -> Expression {
    .conjunction([try kql(rule.query ?? "")] + (try filters(rule.filters)))
  }

  private func kql(_ query: String) throws -> Expression {
    try KQLCompiler(types: types, now: now).compile(try KQLParser.parse(query))
  }

  private func filters(_ filters: [JSON]) throws -> [Expression] {
    try filters.map { try DSLFilter.expression(from: $0, types: types, now: now) }
  }

  /// The indicators of files that fit the rule's threat query become part of the condition.
  private func threatMatch(_ rule: Rule) throws -> CompiledRule {
    let (lookBack, threatQuery) = ThreatLookBack.split(try KQLParser.parse(rule.threatQuery ?? ""))
    let wanted = Expression.conjunction(
      [try KQLCompiler(types: types, now: now).compile(threatQuery)] + (try filters(rule.threatFilters)))
    var builder = ProgramBuilder(types: types)
    _ = builder.add(wanted)
    let program = builder.build()
    let matcher = Matcher(program: program)
    let source = DocumentSource(catalog: program.catalog)
    let fitting = indicators.inIndices(rule.threatIndex).filter { indicator in
      source.move(to: indicator.document)
      return matcher.matches(query: 0, source)
    }
    let match = ThreatMatch(rule, indicators: fitting, lookBack: lookBack, types: types)
    let query = try kql(rule)
    return CompiledRule(
      body: .event(.conjunction([query, match.condition]), match), indices: rule.index,
      scheduled: ThreatRule(
        rule, query: query, threatQuery: wanted, lookBack: lookBack, given: fitting, types: types))
  }

  // MARK: Other languages

  private func eql(_ rule: Rule) throws -> CompiledRule {
    let query = try EQLParser.parse(rule.query ?? "")
    let compiler = EQLCompiler(types: types, now: now, categoryField: rule.eventCategoryField)
    let filters = try filters(rule.filters)
    let queries = try query.terms.map { Expression.conjunction([try compiler.compile($0.filter)] + filters) }
    if case .event = query.search {
      guard query.pipes.isEmpty else {
        throw UnsupportedRule("pipes behind single events: rules take every event")
      }
      return CompiledRule(body: .event(queries[0], nil), indices: rule.index)
    }
    let window = rule.schedule.window(at: now)
    let span = window.map { $0.upperBound.nanoseconds - $0.lowerBound.nanoseconds }
    let body = EQLRule(
      query, queries: queries, timeField: rule.timestampField, tiebreaker: rule.tiebreakerField,
      longestSpan: span)
    return CompiledRule(body: .rows(body), indices: rule.index)
  }

  private func machineLearning(_ rule: Rule) throws -> CompiledRule {
    let jobs = rule.machineLearningJobs
    guard let job = jobs.compactMap({ AnomalyJob.find($0) }).first else {
      throw UnsupportedRule("machine learning job \(jobs.joined(separator: ", "))")
    }
    return CompiledRule(
      body: .rows(AnomalyRule(job, query: try kql(job.query), threshold: rule.anomalyThreshold)), indices: nil
    )
  }

  // MARK: Notes

  /// Elastic's mappings make long values of some fields unsearchable; a rule that reads them should know.
  private func notes(_ compiled: CompiledRule, _ rule: Rule) -> [String] {
    let missing =
      rule.type == .threatMatch && indicators.all.isEmpty
      ? ["without indicators (--indicators, or events of its threat_index in serve) the rule matches nothing"]
      : []
    let queries: [Expression]
    switch compiled.body {
    case .event(let query, _): queries = [query]
    case .rows(let rule): queries = rule.queries
    }
    let fields = queries.reduce(into: Set<String>()) { $0.formUnion($1.fields) }
    let long = ["aws.cloudtrail.request_parameters", "aws.cloudtrail.response_elements"]
    return missing
      + long.filter { fields.contains($0) }.compactMap { field in
        types.ignoreAbove(of: field).map {
          "values of \(field) above \($0) characters do not match, as in Elasticsearch; --full-values lifts that"
        }
      }
  }
}
