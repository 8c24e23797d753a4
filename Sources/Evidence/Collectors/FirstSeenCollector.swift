import Events
import Rules

/// Which of action, address, agent and region this principal had not used before, and how far back that can be said.
struct FirstSeenCollector: EvidenceCollector {
  private struct Trait {
    let name: String
    let field: String
    let value: String

    /// The condition in KQL.
    var kql: String { KQL.has(field, value) }
  }

  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let facts = context.event
    var finding = Finding(
      "first_seen", title: "First seen",
      question: "Had this principal used this action, address, user agent and region before?")
    guard let principal = facts.actor.principalKQL else {
      finding.answer = "The event names no principal, so nothing can be said about its past."
      finding.incomplete.append("the event has no ARN, service or user name")
      return finding
    }
    let range = context.past(step.seconds("history") ?? 90 * 86_400)
    let name = facts.actor.issuerARN.map { "role \(Actor.lastPart($0))" } ?? facts.actor.name
    let traits = Self.traits(facts)
    let found = try context.occurrences(of: principal, with: traits.map(\.kql), range)
    var (new, rows) = ([String](), [[String]]())
    for (trait, before) in zip(traits, found.dropFirst()) {
      let first = before.first
      if first == nil { new.append(trait.name) }
      rows.append([
        trait.name, trait.value, first == nil ? "first seen with this event" : "known", first?.short ?? "",
        Words.grouped(before.count),
      ])
    }
    finding.answer = Self.sentence(name, new, rows.count, found.first?.count ?? 0, context, range)
    try addOrigins(context, range, &finding)
    finding.table("", ["What", "Value", "Result", "First (UTC)", "Events before"], rows)
    finding.query = principal
    finding.input("Principal", facts.actor.principalARN ?? facts.actor.name)
    context.ground(&finding, range)
    return finding
  }

  /// The identities that the session came from may be the ones whose habits changed.
  private func addOrigins(
    _ context: InvestigationContext, _ range: ClosedRange<Timestamp>, _ finding: inout Finding
  ) throws(EvidenceError) {
    let lineage = try SessionLineage.follow(context.event.actor, at: context.event.time, context)
    var rows: [[String]] = []
    for origin in lineage.links.map(\.created) {
      guard let principal = origin.actor.principalKQL else { continue }
      let traits = Self.traits(origin).filter { ["address", "user agent", "access key"].contains($0.name) }
      let found = try context.occurrences(of: principal, with: traits.map(\.kql), range)
      for (trait, events) in zip(traits, found.dropFirst()) {
        rows.append([
          origin.actor.name, trait.name, trait.value, events.first?.short ?? "", Words.grouped(events.count),
        ])
      }
    }
    finding.table(
      "Of the identities that the session came from", ["Identity", "What", "Value", "First (UTC)", "Events"],
      rows)
  }

  private static func traits(_ facts: EventFacts) -> [Trait] {
    let all: [(String, String, String?)] = [
      ("action", "event.action", facts.action), ("service", "event.provider", facts.provider),
      ("address", "source.address", facts.actor.address),
      ("user agent", "user_agent.original", facts.actor.agent), ("region", "cloud.region", facts.region),
      ("access key", "aws.cloudtrail.user_identity.access_key_id", facts.actor.accessKey),
    ]
    return all.compactMap { name, field, value in
      guard let value, !value.isEmpty, value.utf16.count <= 1024 else { return nil }
      return Trait(name: name, field: field, value: value)
    }
  }

  private static func sentence(
    _ name: String, _ new: [String], _ total: Int, _ before: Int, _ context: InvestigationContext,
    _ range: ClosedRange<Timestamp>
  ) -> String {
    let start = max(range.lowerBound, context.history?.lowerBound ?? range.lowerBound)
    let length = Words.duration(max(0, start.seconds(to: context.event.time)))
    let basis = "in the \(length) before the alert that the source knows"
    if let history = context.history, history.lowerBound >= context.event.time {
      return "The source holds no event before this one, so nothing can be called new."
    }
    if before == 0 { return "No event of \(name) precedes this one \(basis)." }
    let events = Words.count(before, "earlier event")
    if new.isEmpty {
      return "Nothing about this call is new for \(name): all of it occurs among its \(events) \(basis)."
    }
    return
      "For \(name), \(Words.list(new)) \(new.count == 1 ? "is" : "are") first seen with this event, against \(events) \(basis)."
  }
}
