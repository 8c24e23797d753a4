/// The kind of a rule, by its name in Kibana's API.
public enum RuleType: String, Sendable, Hashable, CaseIterable {
  case query
  case savedQuery = "saved_query"
  case eql
  case esql
  case threshold
  case newTerms = "new_terms"
  case threatMatch = "threat_match"
  case machineLearning = "machine_learning"
}
