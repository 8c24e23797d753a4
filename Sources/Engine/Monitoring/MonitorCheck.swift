/// What the program watches of itself. Each check raises an alert of a rule of its own.
public enum MonitorCheck: String, Sendable, Hashable, CaseIterable {
  case silence
  case lag
  case ruleFailure = "rule-failure"
  case notifierFailure = "notifier-failure"
  case clockSkew = "clock-skew"
  case storage
  case input
  case heartbeat

  /// The identifier of the rule that its alerts belong to.
  public var ruleID: String { "nightjar-monitor-\(rawValue)" }

  /// The name of that rule.
  var name: String {
    switch self {
    case .silence: "Events of an account and region have stopped arriving"
    case .lag: "A rule is behind its schedule"
    case .ruleFailure: "A rule fails"
    case .notifierFailure: "Notifications cannot be delivered"
    case .clockSkew: "Events lie ahead of the clock"
    case .storage: "The store cannot be written or runs out of room"
    case .input: "An input cannot be read"
    case .heartbeat: "The heartbeat cannot be sent"
    }
  }

  /// Why it matters and what to do, for people who get the alert.
  var description: String {
    switch self {
    case .silence:
      "Without events nothing is detected. Check the trail of the account, the input and the permissions to read it."
    case .lag: "Alerts of the rule come late. Check the load of the machine and the rule's query."
    case .ruleFailure: "The rule detects nothing until it runs again. The reason names the cause."
    case .notifierFailure:
      "People do not hear of alerts. Check the sink; what was not delivered waits or lies in the dead letters."
    case .clockSkew:
      "Rules choose events by time. Check the clock of this machine, and where the events come from: their times may be forged."
    case .storage:
      "While the store fails nothing is taken in and nothing is acknowledged to senders. Make room or repair the disk."
    case .input: "What the input would bring is not looked at. The reason names the cause."
    case .heartbeat: "Whoever waits for the heartbeat will think that this program is down."
    }
  }

  /// The severity of its alerts.
  var severity: String {
    switch self {
    case .silence, .storage: "high"
    case .lag, .ruleFailure, .notifierFailure, .input: "medium"
    case .clockSkew, .heartbeat: "low"
    }
  }

  /// The risk score of its alerts.
  var riskScore: Int {
    switch severity {
    case "high": 73
    case "medium": 47
    default: 21
    }
  }
}
