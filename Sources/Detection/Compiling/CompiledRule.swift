import Query

/// A rule ready to run.
struct CompiledRule: Sendable {
  /// How the rule looks at events.
  enum Body: Sendable {
    /// Each event by itself; with the indicators that it must match, when there are some.
    case event(Expression, ThreatMatch?)
    /// Several events together.
    case rows(any RowRule)
  }

  let body: Body
  /// The index patterns; nil when the rule reads every index.
  let indices: [String]?
  /// What runs by a schedule instead, of rules that look at more there than in a scan.
  var scheduled: ThreatRule?
}
