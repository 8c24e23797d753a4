/// The language of a rule's query, by its name in Kibana's API.
public enum QueryLanguage: String, Sendable, Hashable, CaseIterable {
  case kuery
  case lucene
  case eql
  case esql
}
