import Query
import Rules

extension RuleCompiler {
  func esql(_ rule: Rule) throws -> CompiledRule {
    throw UnsupportedRule("type esql")
  }
}
