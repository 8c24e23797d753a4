import Rules

/// Other alerts around the alert: those of the same principal, account or address.
struct OtherAlertsCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    var finding = Finding(
      "other_alerts", title: "Other alerts", question: "Which other alerts are near this one?")
    let range = context.range(
      before: step.seconds("before") ?? 86_400, after: step.seconds("after") ?? 86_400)
    let limit = step.number("limit") ?? 500
    let found = try context.source.alerts(in: range, limit: limit + 1)
    let others = found.prefix(limit).map { AlertDocument($0) }.filter { $0.uuid != context.alert.uuid }
    let own = context.event.actor
    let rows = others.map { alert in
      let facts = Investigation.facts(of: alert)
      let same = own.likeness(to: facts.actor).words
      return [
        alert.time?.short ?? "", alert.severity, alert.ruleName, facts.actor.name, facts.account,
        same.joined(separator: ", "), String(alert.uuid.prefix(12)),
      ]
    }
    let related = rows.count { !$0[5].isEmpty }
    finding.answer =
      others.isEmpty
      ? "No other alert is near this one."
      : "\(Words.count(others.count, "other alert")) near this one, \(related) of the same principal, key or address: "
        + "\(Words.list(Words.ranked(others.map(\.ruleName)).map(\.value), limit: 5))."
    finding.table(
      "", ["Time (UTC)", "Severity", "Rule", "Principal", "Account", "Same", "Alert"], rows, limit: 100)
    context.ground(&finding, range)
    if found.count > limit { finding.incomplete.append("there are more than \(limit) alerts in the period") }
    return finding
  }
}
