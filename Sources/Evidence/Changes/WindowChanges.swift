import Detection
import Events

/// What changed while a control was off.
public struct WindowChanges: Sendable {
  /// The window.
  public let window: BlindWindow
  /// Every successful change, the most sensitive first, of equal ones those of the alert's own actor first.
  public let changes: [Change]
  /// Calls of the same actor that only read, but what was worth having.
  public let reads: [Change]
  /// How many calls that may be such reads found no room.
  public let omittedReads: Int
  /// How many changes found no room.
  public let omitted: Int
  /// The question.
  public let kql: String

  /// The changes by time.
  public var byTime: [Change] {
    changes.sorted { ($0.facts.time, $0.facts.identity.id) < ($1.facts.time, $1.facts.identity.id) }
  }
  /// The changes of the alert's own actor.
  public var own: [Change] { changes.filter(\.likeness.isAny) }

  /// The changes grouped by what they are about: the most sensitive group first.
  public var bySubject: [(subject: String, changes: [Change])] { Self.groups(changes, \.subject) }
  /// The changes grouped by who made them.
  public var byPrincipal: [(subject: String, changes: [Change])] { Self.groups(changes, \.facts.actor.name) }
  /// The changes grouped by service.
  public var byService: [(subject: String, changes: [Change])] { Self.groups(changes, \.facts.service) }

  private static func groups(_ changes: [Change], _ key: (Change) -> String) -> [(
    subject: String, changes: [Change]
  )] {
    let groups = Dictionary(grouping: changes, by: key)
    return groups.map { (subject: $0.key, changes: $0.value) }.sorted { left, right in
      let (first, second) = (rank(left.changes), rank(right.changes))
      return first == second ? left.subject < right.subject : first > second
    }
  }

  private static func rank(_ changes: [Change]) -> (Int, Int) {
    let highest = changes.map(\.sensitivity.rawValue).max() ?? 0
    return (changes.contains { $0.likeness.isAny } ? 1 : 0, highest)
  }

  /// Asks a source what changed.
  ///
  /// - Throws: `EvidenceError` when the source cannot answer.
  static func find(
    _ window: BlindWindow, actor: Actor, source: any EvidenceSource, limit: Int
  ) throws(EvidenceError) -> WindowChanges {
    let account = window.account.isEmpty ? nil : KQL.has("cloud.account.id", window.account)
    let kql = KQL.all([
      account, "event.outcome: success", "not aws.cloudtrail.read_only: true",
      "not aws.cloudtrail.management_event: false",
    ])
    let range = window.start...window.end
    let page = try source.events(try EvidenceQuery(kql, in: range, limit: limit))
    let own = Set((window.steps.map(\.facts) + [window.closing].compactMap(\.self)).map(\.identity.id))
    let facts = page.events.map { EventFacts($0) }.filter { facts in
      !own.contains(facts.identity.id) && facts.isChange && reaches(facts, window)
    }
    let changes = facts.map { Change($0, likeTo: actor) }.sorted(by: isFirst)
    let (reads, omittedReads) = try reads(window, actor, source)
    return WindowChanges(
      window: window, changes: changes, reads: reads, omittedReads: omittedReads,
      omitted: page.count - page.events.count, kql: kql)
  }

  /// The services whose changes are recorded in one region only, whichever they concern
  /// (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html).
  private static let globalServices: Set<String> = [
    "iam", "organizations", "route53", "cloudfront", "sts", "account", "globalaccelerator", "shield", "waf",
    "networkmanager", "route53domains", "support", "billing", "signin",
  ]

  private static func reaches(_ facts: EventFacts, _ window: BlindWindow) -> Bool {
    window.control.scope == .account || window.region.isEmpty || facts.region == window.region
      || globalServices.contains(facts.service)
  }

  private static func isFirst(_ left: Change, _ right: Change) -> Bool {
    if left.likeness.isAny != right.likeness.isAny { return left.likeness.isAny }
    if left.sensitivity != right.sensitivity { return left.sensitivity > right.sensitivity }
    return (left.facts.time, left.facts.identity.id) < (right.facts.time, right.facts.identity.id)
  }

  private static func reads(
    _ window: BlindWindow, _ actor: Actor, _ source: any EvidenceSource
  ) throws(EvidenceError) -> (reads: [Change], omitted: Int) {
    guard let principal = actor.principalKQL else { return ([], 0) }
    let kql = KQL.all([
      principal, Sensitivity.readsKQL, "event.outcome: success", "aws.cloudtrail.read_only: true",
    ])
    let page = try source.events(try EvidenceQuery(kql, in: window.start...window.end, limit: 1000))
    let reads = page.events.map { EventFacts($0) }.filter(Sensitivity.isSensitiveRead)
    return (reads.map { Change($0, likeTo: actor) }, page.count - page.events.count)
  }
}
