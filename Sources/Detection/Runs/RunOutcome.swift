public import Events

/// What one run of a rule came to.
public struct RunOutcome: Sendable {
  /// The time of the run.
  public let time: Timestamp
  /// The period it looked at.
  public let period: ClosedRange<Timestamp>
  /// How many events of the rule the period had.
  public internal(set) var events: Int
  /// The signals that the run raises.
  public internal(set) var signals: [Signal]
  /// Signals that the run found and left for the following ones.
  public let postponed: [Signal]
  /// Alerts of earlier runs that took in alerts of this one.
  public internal(set) var earlier: [SuppressionWindow] = []
  /// How many signals became part of other alerts.
  public internal(set) var suppressed = 0
}
