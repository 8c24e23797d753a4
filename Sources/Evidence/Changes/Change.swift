import Events

/// A call that changed something while a control was off.
public struct Change: Sendable {
  /// The call.
  public let facts: EventFacts
  /// The resources it is about; empty when nothing names one.
  public let resources: [ResourceReference]
  /// Others that it names.
  public let related: [ResourceReference]
  /// How much it matters.
  public let sensitivity: Sensitivity
  /// Why it matters; empty when nothing says it.
  public let why: String
  /// What its actor has in common with that of the alert.
  public let likeness: Likeness

  init(_ facts: EventFacts, likeTo actor: Actor) {
    self.facts = facts
    let found = ResourceExtractor.find(facts)
    resources = found.primary
    related = found.related
    (sensitivity, why) = Sensitivity.of(facts)
    likeness = actor.likeness(to: facts.actor)
  }

  /// What the change is about, for groups: the resource, or the service where none is named.
  public var subject: String { resources.first?.label ?? "\(facts.service) in \(facts.region)" }
}
