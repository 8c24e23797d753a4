import Events
import Rules

/// What else the principal, its session, its key and its address did.
struct PrincipalActivityCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let actor = context.event.actor
    var finding = Finding(
      "principal_activity", title: "The principal's other activity",
      question: "What else did this principal, key or address do around the alert?")
    let conditions = [
      actor.principalKQL, actor.accessKey.map { KQL.has("aws.cloudtrail.user_identity.access_key_id", $0) },
      // Addresses of services and of the console are everybody's.
      actor.address.flatMap { IPAddress($0) != nil ? KQL.has("source.ip", $0) : nil },
    ].compactMap(\.self)
    guard !conditions.isEmpty else {
      finding.answer = "The event names no principal, key or address to look for."
      finding.incomplete.append("the event has no identity")
      return finding
    }
    let range = context.range(
      before: step.seconds("before") ?? 86_400, after: step.seconds("after") ?? 86_400)
    let kql = KQL.any(conditions)
    let page = try context.ask(kql, range, limit: step.number("limit") ?? 10_000)
    let facts = page.events.map { EventFacts($0) }.filter { !context.isOwn($0) }
    finding.answer = Self.sentence(facts, actor)
    let shown = Self.nearest(facts, to: context.event.time)
    let rows = shown.map { EventTable.row($0) + [Self.marks($0, actor)] }
    finding.table(
      shown.count < facts.count ? "Changes and failures nearest to the alert, in order" : "In order",
      EventTable.columns + ["Same"], rows, limit: Self.maximumRows)
    finding.query = kql
    context.ground(&finding, range, page)
    return finding
  }

  private static let maximumRows = 100

  /// All events in order, or of many the changes and failures that are nearest to a time.
  private static func nearest(_ facts: [EventFacts], to time: Timestamp) -> [EventFacts] {
    guard facts.count > maximumRows else { return facts }
    let notable = facts.enumerated().filter { $0.element.isChange || !$0.element.succeeded }
    let near = notable.sorted { left, right in
      let (first, second) = (left.element.time.seconds(to: time), right.element.time.seconds(to: time))
      return (first.magnitude, left.offset) < (second.magnitude, right.offset)
    }
    return near.prefix(maximumRows).sorted { $0.offset < $1.offset }.map(\.element)
  }

  private static func marks(_ facts: EventFacts, _ actor: Actor) -> String {
    actor.likeness(to: facts.actor).words.joined(separator: ", ")
  }

  private static func sentence(_ facts: [EventFacts], _ actor: Actor) -> String {
    guard !facts.isEmpty else { return "Nothing else of this principal, key or address is near the alert." }
    let changes = facts.filter { $0.isChange && $0.succeeded }
    let denied = facts.count { !$0.succeeded }
    let services = Words.ranked(facts.map(\.service)).map(\.value)
    let others = Set(facts.map(\.actor).filter { $0.principalARN != actor.principalARN }.map(\.name)).sorted()
    var text =
      "\(Words.count(facts.count, "other event")) in \(Words.list(services, limit: 6)): "
      + "\(Words.count(changes.count, "successful change")), \(Words.count(denied, "failure"))."
    if !others.isEmpty {
      text +=
        " The same \(actor.address.map { "address \($0)" } ?? "key") was also used by \(Words.list(others, limit: 5))."
    }
    return text
  }
}
