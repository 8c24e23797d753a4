import Events
import OrderedCollections
import Rules

/// The events that a query of the rule matches. `{{field}}` in the query stands for the alert's value of that field.
struct EventsCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    var finding = Finding("events", title: step.name, question: step.name)
    let filled = Template.fill(step.text("query") ?? "", context.alert, context.document)
    finding.query = filled.text
    guard filled.missing.isEmpty else {
      finding.answer = "The alert has no \(Words.list(filled.missing)), so the query cannot be asked."
      finding.incomplete.append("the alert has no value for \(Words.list(filled.missing))")
      return finding
    }
    let range = context.range(
      before: step.seconds("before") ?? 86_400, after: step.seconds("after") ?? 86_400)
    let page = try context.ask(filled.text, range, limit: step.number("limit") ?? 200)
    Self.describe(page, &finding)
    context.ground(&finding, range, page)
    return finding
  }

  /// Shows the events of an answer.
  static func describe(_ page: EvidencePage, _ finding: inout Finding) {
    let facts = page.events.map { EventFacts($0) }
    finding.answer =
      facts.isEmpty
      ? "No event matches."
      : "\(Words.count(page.count, "event")) \(page.count == 1 ? "matches" : "match"), from \(facts.first?.time.short ?? "") to \(facts.last?.time.short ?? "") UTC, "
        + "by \(Words.list(Words.ranked(facts.map(\.actor.name)).map(\.value), limit: 5))."
    finding.table("", EventTable.columns, facts.map(EventTable.row), limit: 50)
  }
}
