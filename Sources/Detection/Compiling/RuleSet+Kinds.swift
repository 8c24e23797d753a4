public import Query
import Rules

extension RuleSet {
  /// Whether the rule at a place runs.
  public func runs(_ rule: Int) -> Bool { compiled[rule] != nil }

  /// Whether a rule looks at each event by itself, and its runs do as well.
  public func looksAtSingleEvents(_ rule: Int) -> Bool {
    guard let compiled = compiled[rule], case .event = compiled.body else { return false }
    return true
  }

  /// Whether a rule can judge an event when it arrives, as far as it needs nothing that may come later.
  public func canJudgeOnArrival(_ rule: Int) -> Bool { judgeSingleEvents.contains(rule) }

  /// Whether a rule reads alerts only.
  public func readsAlerts(_ rule: Int) -> Bool { alertReaders.contains(rule) }

  /// What an event must fit so that a rule wants to see it.
  public func condition(of rule: Int) -> Expression {
    .disjunction(compiled[rule]?.queries ?? [])
  }
}
