import Events
import Rules

/// How long nobody could see changes, and which there were.
struct BlindWindowCollector: EvidenceCollector {
  func collect(_ context: InvestigationContext, _ step: InvestigationStep) throws(EvidenceError) -> Finding {
    let limit = step.number("limit") ?? 10_000
    let search = try BlindWindowSearch.run(context, before: step.seconds("before"), limit: limit)
    var finding = Finding(
      "blind_window", title: "What changed while nobody could see it",
      question: "How long was the control off, and what changed meanwhile?")
    finding.query = BlindWindows.kql(account: context.event.account.isEmpty ? nil : context.event.account)
    context.ground(&finding, search.range)
    if !search.isComplete {
      finding.incomplete.append("there are more calls that change controls than are looked at")
    }
    if let first = search.results.first {
      // What is asked again by hand are the changes; the calls that change controls are in the table of controls.
      finding.query = first.kql
      finding.input("Windows from", "calls that change \(first.window.control.name)")
    }
    guard !search.results.isEmpty else {
      finding.answer =
        context.event.succeeded
        ? "No control was off around the alert."
        : "The call failed, so it opened no blind window, and no control was off around it."
      return finding
    }
    finding.answer = search.results.map(Self.sentence).joined(separator: " ")
    for result in search.results { Self.add(result, &finding) }
    Self.addIntegrity(context, search, &finding)
    return finding
  }

  private static func sentence(_ result: WindowChanges) -> String {
    let own = result.own.count
    var text = result.window.sentence
    guard !result.changes.isEmpty else { return text + " No change was made meanwhile." }
    let subjects = Words.count(result.bySubject.count, "resource")
    text +=
      " \(Words.count(result.changes.count, "change")) to \(subjects) meanwhile, \(own) of them by the same actor."
    if !result.reads.isEmpty {
      text +=
        " The same actor also read what is worth having: \(Words.list(Words.ranked(result.reads.map(\.facts.call)).map(\.value), limit: 4))."
    }
    return text
  }

  private static func add(_ result: WindowChanges, _ finding: inout Finding) {
    let window = result.window
    finding.add("Control", window.title)
    finding.add(
      "Off",
      "\(window.start.short) UTC by \(window.steps[0].facts.action) of \(window.steps[0].facts.actor.name)")
    finding.add(
      "Back",
      window.closing.map { "\($0.time.short) UTC by \($0.action) of \($0.actor.name)" }
        ?? "not yet (looked at until \(window.end.short) UTC)")
    finding.add("Duration", Words.duration(window.seconds))
    finding.add("Invisible", window.control.loses)
    finding.incomplete += window.notes
    if result.omitted > 0 {
      finding.incomplete.append("\(Words.grouped(result.omitted)) changes in \(window.title) are not listed")
    }
    if result.omittedReads > 0 {
      finding.incomplete.append(
        "\(Words.grouped(result.omittedReads)) reads of the same actor in \(window.title) were not looked at")
    }
    finding.table(
      "Changes by resource", ["Resource", "Changes", "Highest", "Calls", "Principals", "Same actor"],
      result.bySubject.map(row), limit: 100)
    finding.table(
      "Changes, the most sensitive first",
      ["Time (UTC)", "Sensitivity", "Call", "Resource", "Principal", "Same", "Region"],
      result.changes.map(row), limit: 100)
    finding.table(
      "By principal", ["Principal", "Changes", "Highest", "Calls", "Principals", "Same actor"],
      result.byPrincipal.map(row), limit: 20)
    finding.table(
      "By service", ["Service", "Changes", "Highest", "Calls", "Principals", "Same actor"],
      result.byService.map(row), limit: 20)
    finding.table(
      "Sensitive reads of the same actor", ["Time (UTC)", "Call", "Resource", "Principal"],
      result.reads.map { [$0.facts.time.short, $0.facts.call, $0.subject, $0.facts.actor.name] }, limit: 50)
  }

  private static func row(_ group: (subject: String, changes: [Change])) -> [String] {
    let highest = group.changes.map(\.sensitivity).max() ?? .low
    let same = Set(group.changes.flatMap(\.likeness.words)).sorted()
    return [
      group.subject, "\(group.changes.count)", highest.name,
      Words.list(Words.ranked(group.changes.map(\.facts.call)).map(\.value), limit: 4),
      Words.list(Words.ranked(group.changes.map(\.facts.actor.name)).map(\.value), limit: 3),
      same.joined(separator: ", "),
    ]
  }

  private static func row(_ change: Change) -> [String] {
    [
      change.facts.time.short,
      change.why.isEmpty ? change.sensitivity.name : "\(change.sensitivity.name): \(change.why)",
      change.facts.call, change.subject, change.facts.actor.name,
      change.likeness.words.joined(separator: ", "),
      change.facts.region,
    ]
  }

  /// That nothing else changed can only be said when nothing is missing from the logs.
  private static func addIntegrity(
    _ context: InvestigationContext, _ search: BlindWindowSearch, _ finding: inout Finding
  ) {
    for result in search.results {
      switch context.source.integrity(of: result.window.start...result.window.end) {
      case .verified: continue
      case .broken(let what):
        finding.incomplete.append("log files of the window are missing or altered: \(what)")
      case .unverified:
        finding.incomplete.append(
          "no digest chain was verified for the window, so further changes cannot be ruled out")
      }
      return
    }
  }
}
