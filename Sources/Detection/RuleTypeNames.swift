import Rules

/// The names under which Kibana registers its rule types.
enum RuleTypeNames {
  static func category(_ type: RuleType) -> String {
    switch type {
    case .query, .savedQuery: "Custom Query Rule"
    case .eql: "Event Correlation Rule"
    case .esql: "ES|QL Rule"
    case .threshold: "Threshold Rule"
    case .newTerms: "New Terms Rule"
    case .threatMatch: "Indicator Match Rule"
    case .machineLearning: "Machine Learning Rule"
    }
  }

  static func identifier(_ type: RuleType) -> String {
    switch type {
    case .query: "siem.queryRule"
    case .savedQuery: "siem.savedQueryRule"
    case .eql: "siem.eqlRule"
    case .esql: "siem.esqlRule"
    case .threshold: "siem.thresholdRule"
    case .newTerms: "siem.newTermsRule"
    case .threatMatch: "siem.indicatorRule"
    case .machineLearning: "siem.mlRule"
    }
  }
}
