import Events
import OrderedCollections
import Rules

/// Which visibility control the call changed, where, and what it saw before.
struct AffectedControlCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let facts = context.event
    var finding = Finding(
      "affected_control", title: "Affected control",
      question: "Which control was touched, where, and what did it see before?")
    let controls = VisibilityControl.all.filter { control in
      control.provider == facts.provider && control.triggers.contains { $0.action == facts.action }
    }
    guard
      let control = controls.first(where: { $0.effect(of: facts).map { $0 != .on } ?? false })
        ?? controls.first
    else {
      finding.answer = "\(facts.call) changes none of the visibility controls that are known."
      return finding
    }
    let names = control.names(in: facts).filter { !$0.isEmpty }
    let name = names.isEmpty ? control.name : "\(control.name) \(Words.list(names, limit: 5))"
    finding.add("Control", name)
    finding.add("Account", facts.account)
    finding.add("Region", facts.region)
    finding.add("Becomes invisible", control.loses)
    let range = (context.history?.lowerBound ?? facts.time)...facts.time
    let setters = Set(
      VisibilityControl.all.filter { $0.provider == control.provider }.flatMap(\.triggers).map(\.action))
    let kql = KQL.all([
      context.accountKQL, KQL.has("cloud.region", facts.region), KQL.has("event.provider", control.provider),
      KQL.has("event.action", anyOf: setters.sorted()), "event.outcome: success",
    ])
    let page = try context.ask(kql, range, limit: 1000)
    let before = page.events.map { EventFacts($0) }.filter { !context.isOwn($0) }
    let recorded = before.last { $0.action == "PutConfigurationRecorder" }.flatMap(RecordedTypes.text)
    if control.id.hasPrefix("config.") { finding.add("Recorded before", recorded ?? "not in the source") }
    let effect = facts.succeeded ? "" : " The call failed, so nothing changed."
    finding.answer =
      "\(name) in \(facts.account)/\(facts.region). Lost while it is off: \(control.loses)"
      + (recorded.map { " It recorded \($0)." } ?? "") + effect
    finding.table("What was done to it before", EventTable.columns, before.map(EventTable.row), limit: 30)
    finding.query = kql
    context.ground(&finding, range, page)
    if control.id.hasPrefix("config."), recorded == nil {
      finding.incomplete.append(
        "what the recorder recorded was set before the events of the source begin; DescribeConfigurationRecorders says it"
      )
    }
    return finding
  }
}
