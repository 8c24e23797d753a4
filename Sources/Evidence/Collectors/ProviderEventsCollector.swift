import Rules

/// Events of the same service in the account around the alert.
struct ProviderEventsCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let provider = step.text("provider") ?? context.event.provider
    var finding = Finding(
      "provider_events", title: "Events of the same service",
      question: "What else was called of \(provider) around the alert?")
    let range = context.range(before: step.seconds("before") ?? 7200, after: step.seconds("after") ?? 7200)
    let kql = KQL.all([context.accountKQL, KQL.has("event.provider", provider)])
    let page = try context.ask(kql, range, limit: step.number("limit") ?? 500)
    let facts = page.events.map { EventFacts($0) }.filter { !context.isOwn($0) }
    let changes = facts.filter { $0.isChange && $0.succeeded }
    let failures = facts.count { !$0.succeeded }
    let principals = Words.ranked(facts.map(\.actor.name))
    finding.answer =
      facts.isEmpty
      ? "No other event of \(provider) is near the alert."
      : "\(Words.count(facts.count, "other event")) of \(provider): \(Words.count(changes.count, "successful change")), "
        + "\(Words.count(failures, "failure")), by \(Words.list(principals.map(\.value), limit: 5))."
    let notable = facts.filter { $0.isChange || !$0.succeeded }
    finding.table("Changes and failures", EventTable.columns, notable.map(EventTable.row), limit: 50)
    finding.table(
      "By call and principal", ["Call", "Principal", "Events"],
      Words.ranked(facts.map { "\($0.call)\u{0}\($0.actor.name)" }).map {
        $0.value.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init) + [
          "\($0.count)"
        ]
      }, limit: 30)
    finding.query = kql
    context.ground(&finding, range, page)
    return finding
  }
}
