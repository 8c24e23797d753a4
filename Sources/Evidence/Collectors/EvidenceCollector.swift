import Rules

/// Collects one piece of evidence: a function of alert and source that gives the same answer every time.
protocol EvidenceCollector: Sendable {
  /// - Throws: `EvidenceError` when the source cannot answer.
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding
}

extension InvestigationCollector {
  /// What carries it out.
  var implementation: any EvidenceCollector {
    switch self {
    case .principal: PrincipalCollector()
    case .outcome: OutcomeCollector()
    case .firstSeen: FirstSeenCollector()
    case .providerEvents: ProviderEventsCollector()
    case .principalActivity: PrincipalActivityCollector()
    case .otherAlerts: OtherAlertsCollector()
    case .affectedControl: AffectedControlCollector()
    case .blindWindow: BlindWindowCollector()
    case .recurrence: RecurrenceCollector()
    case .changeWindow: ChangeWindowCollector()
    case .permissions: PermissionsCollector()
    case .events: EventsCollector()
    }
  }

  /// The steps of a rule that names none.
  static let standardSteps: [InvestigationStep] = [
    InvestigationStep(name: "Who did it", collector: .principal),
    InvestigationStep(name: "Outcome", collector: .outcome),
    InvestigationStep(name: "First seen", collector: .firstSeen),
    InvestigationStep(name: "What changed while nobody could see it", collector: .blindWindow),
    InvestigationStep(name: "The principal's other activity", collector: .principalActivity),
    InvestigationStep(name: "Events of the same service", collector: .providerEvents),
    InvestigationStep(name: "Other alerts", collector: .otherAlerts),
    InvestigationStep(name: "Permissions", collector: .permissions),
    InvestigationStep(name: "Recurrence", collector: .recurrence),
    InvestigationStep(name: "Change window", collector: .changeWindow),
  ]
}
