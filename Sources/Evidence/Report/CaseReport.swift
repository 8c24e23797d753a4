import Detection
public import Events
import OrderedCollections
import Rules

/// What an investigation came to: a document to hand over.
public struct CaseReport: Sendable {
  /// A moment of the story.
  public struct Moment: Sendable {
    /// When.
    public let time: Timestamp
    /// Who.
    public let who: String
    /// What, in a few words.
    public let what: String
    /// `alert`, `session`, `off`, `on`, `change`, `other change` or `read`.
    public let kind: String
  }

  /// The alert.
  public let alert: AlertDocument
  /// The event that raised it.
  public let event: EventFacts
  /// The account in one paragraph.
  public let summary: String
  /// The story in the order of time.
  public let moments: [Moment]
  /// The results of the steps, in their order.
  public let findings: [Finding]
  /// The blind windows with their changes.
  public let windows: [WindowChanges]
  /// What is incomplete, and why.
  public let incomplete: [String]
  /// The guide of the rule in Markdown, with results in the places of its queries.
  public let guide: String
  /// What the guide recommends to do, in Markdown; empty when it says nothing.
  public let recommended: String
  /// What the source is, and the period it holds.
  public let source: String
  /// Until when what is ongoing was looked at.
  public let now: Timestamp

  private static let maximumMoments = 300

  init(context: InvestigationContext, findings: [Finding], queries: GuideQueries, windows: [WindowChanges]) {
    alert = context.alert
    event = context.event
    self.findings = findings
    self.windows = windows
    now = context.now
    moments = Self.moments(context, findings, windows)
    summary = Self.summary(context, findings, windows)
    incomplete = Self.incomplete(findings)
    let note = context.alert.guide.isEmpty ? context.rule?.fields["note"]?.string ?? "" : context.alert.guide
    guide = Self.rendered(note, queries, findings)
    recommended = Self.section(of: note, named: "response")
    let period =
      context.history.map { ", \($0.lowerBound.short) to \($0.upperBound.short) UTC" } ?? ", without events"
    source = context.source.name + period
  }

  // MARK: Summary

  private static func summary(
    _ context: InvestigationContext, _ findings: [Finding], _ windows: [WindowChanges]
  ) -> String {
    var sentences: [String] = []
    if let who = findings.first(where: { $0.collector == "principal" }) {
      sentences.append("At \(context.event.time.short) UTC: \(who.answer)")
    } else {
      sentences.append(context.alert.reason)
    }
    if !context.event.succeeded {
      sentences.append("The call failed with \(context.event.errorCode ?? "an error").")
    }
    for result in windows {
      var text = "\(result.window.title) \(result.window.state)"
      text +=
        result.changes.isEmpty
        ? "; no change is known of that time."
        : "; \(Words.count(result.changes.count, "change")) happened meanwhile, \(result.own.count) by the same actor."
      sentences.append(text)
    }
    for collector in ["first_seen", "permissions", "change_window"] {
      guard let finding = findings.first(where: { $0.collector == collector }), finding.isAnswered else {
        continue
      }
      sentences.append(finding.answer)
    }
    return sentences.joined(separator: " ")
  }

  private static func incomplete(_ findings: [Finding]) -> [String] {
    var (order, titles) = ([String](), [String: [String]]())
    for finding in findings {
      for reason in finding.incomplete {
        if titles[reason] == nil { order.append(reason) }
        titles[reason, default: []].append(finding.title)
      }
    }
    return order.map { reason in
      let names = titles[reason] ?? []
      return "\(reason) (\(names.count > 3 ? "\(names.count) steps" : names.joined(separator: "; ")))"
    }
  }

  // MARK: Story

  private static func moments(
    _ context: InvestigationContext, _ findings: [Finding], _ windows: [WindowChanges]
  ) -> [Moment] {
    var moments: [String: Moment] = [:]
    func add(_ facts: EventFacts, _ what: String, _ kind: String) {
      if moments[facts.identity.id] == nil {
        moments[facts.identity.id] = Moment(time: facts.time, who: facts.actor.name, what: what, kind: kind)
      }
    }
    add(context.event, "\(context.event.call) (the alert)", "alert")
    for result in windows {
      for step in result.window.steps {
        add(step.facts, "\(step.facts.call): \(result.window.title) off", "off")
      }
      if let closing = result.window.closing {
        add(closing, "\(closing.call): \(result.window.title) back", "on")
      }
      for change in result.changes {
        add(
          change.facts, "\(change.facts.call) on \(change.subject)",
          change.likeness.isAny ? "change" : "other change")
      }
      for read in result.reads { add(read.facts, "\(read.facts.call) on \(read.subject)", "read") }
    }
    // What went wrong is said in the result of the step that asks the same.
    let lineage = try? SessionLineage.follow(context.event.actor, at: context.event.time, context)
    for link in lineage?.links ?? [] {
      add(link.created, "\(link.created.call): session \(link.session.name) begins", "session")
    }
    let ordered = moments.sorted { ($0.value.time, $0.key) < ($1.value.time, $1.key) }.map(\.value)
    return Array(ordered.prefix(maximumMoments))
  }

  // MARK: Guide

  private static func rendered(_ note: String, _ queries: GuideQueries, _ findings: [Finding]) -> String {
    var result = note
    // From the last to the first, so that `$investigate_1` is not found inside `$investigate_12`.
    for (number, entry) in queries.entries.enumerated().reversed() {
      let answer = findings.first { $0.title == GuideQueries.title(number, entry) }?.answer ?? ""
      let text = "**\(entry.label)**: \(answer)"
      if entry.placeholder.hasPrefix("$") {
        result = result.replacing("${\(entry.placeholder.dropFirst())}", with: text)
      }
      result = result.replacing(entry.placeholder, with: text)
    }
    return result
  }

  /// The section of a guide whose heading contains a word, without the heading.
  private static func section(of note: String, named word: String) -> String {
    var (lines, isInside) = ([Substring](), false)
    for line in note.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") {
        isInside = line.lowercased().contains(word)
        continue
      }
      if isInside { lines.append(line) }
    }
    return lines.joined(separator: "\n").trimmed
  }
}

extension String {
  /// The text without white space around it.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else {
      return ""
    }
    return String(self[first...last])
  }
}
