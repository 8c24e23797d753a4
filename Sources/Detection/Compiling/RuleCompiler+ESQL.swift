import Query
import Rules

extension RuleCompiler {
  func esql(_ rule: Rule) throws -> CompiledRule {
    let query = try ESQLParser.parse(rule.query ?? "")
    do {
      let plan = try ESQLCompiler(types: types, now: now, tables: tables.tables).compile(query)
      guard !plan.indices.isEmpty else { throw UnsupportedRule("the query reads no events") }
      return CompiledRule(body: .rows(ESQLRule(plan)), indices: plan.indices)
    } catch let error as ESQLCompileError where error.isUnsupported {
      throw UnsupportedRule(error.description)
    }
  }
}
