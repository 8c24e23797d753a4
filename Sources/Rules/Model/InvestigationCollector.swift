/// What a step of an investigation collects, by its name in rule files.
public enum InvestigationCollector: String, Sendable, Hashable, CaseIterable {
  /// Who acted, and how the session came about.
  case principal
  /// Whether the call succeeded, and the calls of the same kind that did not.
  case outcome
  /// Which of action, address, agent and region the principal had not used before.
  case firstSeen = "first_seen"
  /// Events of the same service around the alert.
  case providerEvents = "provider_events"
  /// What else the principal did.
  case principalActivity = "principal_activity"
  /// Other alerts around the alert.
  case otherAlerts = "other_alerts"
  /// Which control was changed, and what it saw before.
  case affectedControl = "affected_control"
  /// How long the control was off, and what changed meanwhile.
  case blindWindow = "blind_window"
  /// Whether the principal did the same at the same hour of the week before.
  case recurrence
  /// Whether a change window explains it.
  case changeWindow = "change_window"
  /// Which statement allowed the call, and what the principal may do but does not.
  case permissions
  /// The events that a query of the rule matches.
  case events

  /// The parameters that a step may have.
  public var parameters: Set<String> {
    switch self {
    case .principal, .outcome, .affectedControl, .changeWindow: []
    case .firstSeen, .recurrence: ["history"]
    case .providerEvents: ["before", "after", "provider", "limit"]
    case .principalActivity, .otherAlerts: ["before", "after", "limit"]
    case .blindWindow: ["before", "after", "limit"]
    case .permissions: ["history"]
    case .events: ["before", "after", "query", "limit"]
    }
  }
}
