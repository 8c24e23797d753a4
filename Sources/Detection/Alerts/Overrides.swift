import Events
import OrderedCollections
import Rules

/// Severity, risk score and name of an alert after the rule's overrides, from the fields of its source event.
struct Overrides {
  let severity: String
  let riskScore: Int
  let ruleName: String

  /// The overrides of a rule. The document is only asked for when the rule has some.
  init(rule: Rule, document: @autoclosure () -> JSONObject) {
    let hasOverrides =
      !rule.severityMapping.isEmpty || !rule.riskScoreMapping.isEmpty || rule.ruleNameOverride != nil
    let document = hasOverrides ? document() : [:]
    severity = Self.severity(rule, document)
    riskScore = Self.riskScore(rule, document)
    ruleName = Self.ruleName(rule, document)
  }

  /// The highest severity of the mappings whose value the event has; of equal ones the last.
  /// `event.severity` is compared as a number, everything else as text.
  private static func severity(_ rule: Rule, _ document: JSONObject) -> String {
    let matching = rule.severityMapping.filter { mapping in
      let values = FieldLookup.scalars(document, mapping.field)
      if mapping.field == "event.severity", let wanted = Double(mapping.value) {
        return values.contains { $0.double == wanted || $0.string.flatMap(Double.init) == wanted }
      }
      return values.contains { FieldLookup.text($0) == mapping.value }
    }
    return matching.map(\.severity).max()?.rawValue ?? rule.severity.rawValue
  }

  /// The largest number from 0 to 100 in the field of the first mapping.
  private static func riskScore(_ rule: Rule, _ document: JSONObject) -> Int {
    guard let mapping = rule.riskScoreMapping.first else { return rule.riskScore }
    let scores = FieldLookup.scalars(document, mapping.field)
      .compactMap { $0.double ?? $0.string.flatMap(Double.init) }
      .filter { (0...100).contains($0) }
    return scores.max().map { Int($0) } ?? rule.riskScore
  }

  private static func ruleName(_ rule: Rule, _ document: JSONObject) -> String {
    guard let field = rule.ruleNameOverride else { return rule.name }
    return FieldLookup.scalars(document, field).first?.string ?? rule.name
  }
}
