import Rules

/// Whether the call succeeded, and the same call by anybody in the hours around it.
struct OutcomeCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let facts = context.event
    var finding = Finding(
      "outcome", title: "Outcome", question: "Did the call succeed, and was it tried before or after?")
    let kql = KQL.all([
      context.accountKQL, KQL.has("event.provider", facts.provider), KQL.has("event.action", facts.action),
    ])
    let range = context.range(before: 86_400, after: 86_400)
    let page = try context.ask(kql, range, limit: 1000)
    let others = page.events.map { EventFacts($0) }.filter { !context.isOwn($0) }
    let failures = others.filter { !$0.succeeded }
    let result =
      facts.succeeded
      ? "\(facts.call) succeeded" : "\(facts.call) failed with \(facts.errorCode ?? "an error")"
    var sentences = [result + "."]
    if let message = facts.errorMessage, !facts.succeeded { sentences.append("The service said: \(message)") }
    if let failure = failures.last(where: { $0.time <= facts.time }), facts.succeeded {
      sentences.append(
        "\(failure.actor.name) was refused the same call \(Words.duration(failure.time.seconds(to: facts.time))) earlier."
      )
    }
    if let success = others.first(where: { $0.succeeded && $0.time >= facts.time }), !facts.succeeded {
      sentences.append(
        "\(success.actor.name) succeeded with it \(Words.duration(facts.time.seconds(to: success.time))) later."
      )
    }
    if others.isEmpty { sentences.append("There is no other such call within a day.") }
    let alert = context.alert
    if let sentence = alert.integritySentence { sentences.append(sentence) }
    finding.answer = sentences.joined(separator: " ")
    finding.add("Outcome", facts.succeeded ? "success" : "failure")
    finding.add("Error", facts.errorCode)
    finding.add("Message", facts.errorMessage)
    finding.add("Log file", alert.text("nightjar.integrity.file"))
    finding.add("Log integrity", alert.text("nightjar.integrity.state"))
    finding.add("Digest", alert.text("nightjar.integrity.digest"))
    finding.table("The same call within a day", EventTable.columns, others.map(EventTable.row), limit: 50)
    finding.query = kql
    context.ground(&finding, range, page)
    return finding
  }
}
