import Events
import Rules

/// Whether the same principal did the same in the same hour of the same weekday before.
struct RecurrenceCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let facts = context.event
    var finding = Finding(
      "recurrence", title: "Recurrence",
      question: "Did this principal make the same call at this hour of this weekday before?")
    guard let principal = facts.actor.principalKQL else {
      finding.answer = "The event names no principal, so nothing can be said about its past."
      finding.incomplete.append("the event has no ARN, service or user name")
      return finding
    }
    let range = context.past(step.seconds("history") ?? 90 * 86_400)
    let kql = KQL.all([
      principal, KQL.has("event.provider", facts.provider), KQL.has("event.action", facts.action),
    ])
    let page = try context.ask(kql, range, limit: 10_000)
    let (weekday, hour) = facts.time.weekdayAndHour
    let same = page.events.map(\.time).filter { time in
      let other = time.weekdayAndHour
      // Less than a week ago it is the same occasion.
      return other.weekday == weekday && other.hour == hour && time.seconds(to: facts.time) >= 6 * 86_400
    }
    let slot = "\(Words.weekday(weekday)) between \(hour):00 and \((hour + 1) % 24):00 UTC"
    let weeks = Set(same.map { $0.seconds(to: facts.time) / (7 * 86_400) }).count
    finding.answer =
      page.count == 0
      ? "The principal never made this call before in the events of the source."
      : same.isEmpty
        ? "The principal made this call \(Words.count(page.count, "time")) before, but on no earlier \(slot)."
        : "The principal made this call on a \(slot) in \(Words.count(weeks, "earlier week")): it recurs."
    finding.add("Weekday and hour", slot)
    finding.add("Calls before", Words.grouped(page.count))
    finding.add("Calls in the same slot", Words.grouped(same.count))
    finding.query = kql
    context.ground(&finding, range, page)
    if let history = context.history, history.lowerBound.seconds(to: facts.time) < 7 * 86_400 {
      finding.incomplete.append(
        "less than a week of events precedes the alert, too little for a weekly habit")
    }
    return finding
  }
}
